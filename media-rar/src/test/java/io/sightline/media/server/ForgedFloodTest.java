package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.management.MediaCounter;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerOptions;
import io.sightline.testsupport.peer.TrackStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * 10,000 forged SRTP packets a second, from the very address of a participant, while a call goes
 * on. Two seconds in the build; {@code -Dsightline.flood-seconds=60} for longer.
 */
@Timeout(600)
class ForgedFloodTest extends TwoPeers {
  private static final long SECONDS = Long.getLong("sightline.flood-seconds", 2);
  private static final int BURST = 100;
  private static final long BURST_NS = TimeUnit.MILLISECONDS.toNanos(10);

  /** What the peer, with a busy machine's one thread for all, may lose or find late itself. */
  private static final double LOSS = 0.01;

  @Test
  void tenThousandForgedPacketsASecondAreCountedAndTheCallGoesOn() throws Exception {
    try (MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT));
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
      right.awaitPackets(true, 10, LIMIT);
      awaitMore(right, 10);
      int port = left.serverAddress().orElseThrow().getPort();
      TrackStatistics before = right.awaitPackets(false, 1, LIMIT);
      long startNs = System.nanoTime();
      long sent = 0;
      while (System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(SECONDS)) {
        left.forge(BURST);
        sent += BURST;
        LockSupport.parkNanos(startNs + sent / BURST * BURST_NS - System.nanoTime());
      }
      double rate = sent * 1e9 / (System.nanoTime() - startNs);
      TrackStatistics after = right.awaitPackets(false, before.packets(), LIMIT);
      awaitMore(right, 30);
      awaitMore(left, 30);

      long counted = server.media.counters().get(MediaCounter.DROPPED_AUTHENTICATION);
      long inKernel = droppedByKernel(port);
      assertTrue(counted <= sent && counted >= sent - inKernel, counted + " of " + sent);
      long expected = SECONDS * 50;
      assertTrue(
          after.packets() - before.packets() >= expected / 2,
          "sound went on: " + (after.packets() - before.packets()) + " of " + expected);
      assertTrue(after.lost() <= LOSS * after.packets() + inKernel, after.toString());
      assertEquals(0, server.media.counters().get(MediaCounter.DROPPED_ERROR));
      System.getLogger("flood")
          .log(
              System.Logger.Level.INFO,
              "%.0f forged packets a second, %d of %d counted, %d not taken by the kernel,"
                      .formatted(rate, counted, sent, inKernel)
                  + " sound lost: "
                  + after.lost()
                  + " of "
                  + after.packets());
    }
  }

  /** What did not fit the socket's buffer; 0 where that cannot be told. */
  private static long droppedByKernel(int port) throws IOException {
    long drops = 0;
    String local = ":%04X".formatted(port);
    for (String table : new String[] {"/proc/net/udp", "/proc/net/udp6"}) {
      if (Files.isReadable(Path.of(table))) {
        for (String line : Files.readAllLines(Path.of(table))) {
          String[] columns = line.trim().split(" +");
          if (columns.length > 12 && columns[1].endsWith(local)) {
            drops += Long.parseLong(columns[columns.length - 1]);
          }
        }
      }
    }
    return drops;
  }
}

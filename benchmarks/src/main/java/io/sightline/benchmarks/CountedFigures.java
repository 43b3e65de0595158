package io.sightline.benchmarks;

import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerLoop;
import io.sightline.testsupport.peer.PeerOptions;
import io.sightline.testsupport.peer.TrackStatistics;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What a media server takes that is counted rather than timed, and how soon it forwards: the heap
 * and the threads of connected calls in which nobody sends, and the time from a join's offer to the
 * first packet that the other side gets.
 *
 * <p>{@code CountedFigures [IDLE-CALLS 500] [JOINS 50]}
 */
public final class CountedFigures {
  private static final String HEAP = "1g";
  private static final int CONNECT_SECONDS = 60;
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final double PERCENTILE = 0.95;

  /** The first handshakes of a process load and compile; a server has made some. */
  private static final int WARM_UP = 10;

  private final PrintStream out =
      new PrintStream(
          new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);

  private CountedFigures() {}

  /** Runs and prints. */
  public static void main(String[] arguments) throws Exception {
    CountedFigures figures = new CountedFigures();
    figures.joins(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50);
    figures.idleCalls(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500);
  }

  private void idleCalls(int calls) throws Exception {
    Path store = Files.createTempDirectory("counted-figures");
    List<MediaPeer> peers = new ArrayList<>();
    try (ServerProcess server = ServerProcess.start(store, HEAP);
        PeerLoop loop = PeerLoop.start("peers")) {
      // The first calls load classes and make what all share.
      for (int call = 0; call < 2; call++) {
        idleCall(server, loop, call, peers);
      }
      IdleFigures before = server.idleFigures();
      for (int call = 2; call < calls + 2; call++) {
        idleCall(server, loop, call, peers);
      }
      IdleFigures after = server.idleFigures();
      out.printf(
          Locale.ROOT,
          "idle calls %d | heap of each %.1f kB | threads %d before, %d with them%n",
          calls,
          (after.heapBytes() - before.heapBytes()) / 1024.0 / calls,
          before.threads(),
          after.threads());
    } finally {
      peers.forEach(MediaPeer::abandon);
      delete(store);
    }
  }

  private static void idleCall(ServerProcess server, PeerLoop loop, int call, List<MediaPeer> peers)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    for (Side side : Side.values()) {
      MediaPeer peer = open(loop, side, peers.size());
      peers.add(peer);
      peer.mute(true, true);
      server.connect(call, side == Side.AGENT, peer);
    }
    for (MediaPeer peer : peers.subList(peers.size() - 2, peers.size())) {
      peer.connected().get(CONNECT_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static MediaPeer open(PeerLoop loop, Side side, int number) {
    return MediaPeer.open(loop, PeerOptions.of(side).named("peer-" + number, number, number));
  }

  private void joins(int joins) throws Exception {
    Path store = Files.createTempDirectory("counted-figures");
    double[] millis = new double[joins];
    try (ServerProcess server = ServerProcess.start(store, HEAP);
        PeerLoop loop = PeerLoop.start("peers")) {
      for (int i = -WARM_UP; i < joins; i++) {
        double took = join(server, loop, i + WARM_UP);
        if (i >= 0) {
          millis[i] = took;
        }
      }
    } finally {
      delete(store);
    }
    Arrays.sort(millis);
    out.printf(
        Locale.ROOT,
        "joins %d | offer to first forwarded packet: median %.0f ms, p95 %.0f ms, longest %.0f"
            + " ms%n",
        joins,
        millis[joins / 2],
        millis[(int) Math.ceil(PERCENTILE * joins) - 1],
        millis[joins - 1]);
  }

  /** Milliseconds from the joining peer's offer to its first packet at the one that waits. */
  private static double join(ServerProcess server, PeerLoop loop, int call) throws Exception {
    MediaPeer waiting = open(loop, Side.CUSTOMER, 2 * call);
    MediaPeer joining = open(loop, Side.AGENT, 2 * call + 1);
    try {
      server.connect(call, false, waiting);
      waiting.connected().get(CONNECT_SECONDS, TimeUnit.SECONDS);
      long fromNs = System.nanoTime();
      server.connect(call, true, joining);
      while (waiting.received().stream().mapToLong(TrackStatistics::packets).sum() == 0) {
        LockSupport.parkNanos(LOOK_NS);
        if (System.nanoTime() - fromNs > TimeUnit.SECONDS.toNanos(CONNECT_SECONDS)) {
          throw new TimeoutException("nothing was forwarded");
        }
      }
      return (System.nanoTime() - fromNs) / 1e6;
    } finally {
      waiting.abandon();
      joining.abandon();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}

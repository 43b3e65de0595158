package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.management.MediaCounter;
import io.sightline.media.rtcp.RtcpWriter;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerOptions;
import io.sightline.testsupport.peer.TrackStatistics;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a receiver's path can take reaches the sender, and sound goes before pictures. */
@Timeout(60)
class RateLimitTest extends TwoPeers {
  /** A sender whose path is not watched may not send more, in bit/s. */
  private static final long UNWATCHED = 3_000_000;

  static byte[] estimate(long bitsPerSecond) {
    byte[] buffer = new byte[64];
    RtcpWriter writer = new RtcpWriter();
    writer.wrap(buffer, 0, buffer.length);
    assertTrue(writer.remb(1, bitsPerSecond, new long[] {1001}, 1));
    return Arrays.copyOf(buffer, writer.length());
  }

  @Test
  void aSenderIsHeldToWhatTheReceiverCanTakeAndLetGoAgain() throws Exception {
    try (MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT));
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
      right.awaitPackets(true, 20, LIMIT);
      await(() -> left.statistics().limit() == UNWATCHED);
      right.sendFeedback(estimate(400_000));
      await(() -> left.statistics().limit() <= 400_000);
      assertEquals(400_000, left.statistics().limit(), 1_000);
      assertEquals(UNWATCHED, right.statistics().limit(), "the other direction has its own path");
      // an estimate that is not repeated counts for five seconds
      await(() -> left.statistics().limit() == UNWATCHED);
    }
  }

  @Test
  void whoSendsNoPictureIsToldOfNoLimit() throws Exception {
    PeerOptions voice = PeerOptions.of(Side.AGENT).withMedia(true, 0);
    try (MediaPeer left = join(agent, customer, voice);
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
      long sounds = left.awaitPackets(false, 20, LIMIT).packets();
      long before = left.statistics().receivedCompounds();
      left.awaitPackets(false, sounds + 150, LIMIT);
      long told = left.statistics().receivedCompounds() - before;
      assertTrue(told <= 8, told + " compounds in three seconds; a report is due each second");
      assertEquals(-1, left.statistics().limit());
      right.awaitPackets(false, 50, LIMIT);
    }
  }

  @Test
  void aPictureWithoutRoomIsLeftOutForTheSoundAndTriedAgain() throws Exception {
    try (MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT));
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
      long keyFrames = right.awaitPackets(true, 20, LIMIT).keyFrames();
      right.sendFeedback(estimate(80_000));
      await(() -> server.media.counters().get(MediaCounter.DROPPED_NO_ROOM) > 20);
      TrackStatistics sound = right.awaitPackets(false, 1, LIMIT);
      TrackStatistics picture = right.awaitPackets(true, 1, LIMIT);
      right.awaitPackets(false, sound.packets() + 50, LIMIT);
      assertEquals(picture.packets(), right.awaitPackets(true, 1, LIMIT).packets());
      left.awaitPackets(true, 50, LIMIT);

      right.awaitPackets(true, picture.packets() + 20, LIMIT);
      TrackStatistics after = right.awaitPackets(true, 1, LIMIT);
      assertTrue(after.keyFrames() > keyFrames, "goes on with a key frame: " + after);
      assertEquals(0, after.lost(), "what was left out is no loss: " + after);
    }
  }
}

package io.sightline.media.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.rtp.Bytes;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.rtp.Rtx;
import io.sightline.media.rtp.VideoCodec;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sender, server and receiver with losing, reordering, doubling paths in between. */
class ForwardingTest {
  private static final long MS = 1_000_000L;
  private static final long DELAY = 20 * MS;

  private final RtpPacket packet = new RtpPacket();
  private final int[] nacks = new int[128];
  private final byte[] scratch = new byte[1600];
  private final ReceiveStream atServer = new ReceiveStream(1, 90_000, true);
  private final ReceiveStream atReceiver = new ReceiveStream(500, 90_000, true);
  private final SendStream send = new SendStream(500, 90_000, 1024, 32_000, 4_294_900_000L);
  private final KeyFrameRequests keyFrames = new KeyFrameRequests();
  private final Map<Long, byte[]> received = new TreeMap<>();
  private LossyLink up;
  private LossyLink down;
  private VideoSource source;

  private void run(long seconds, boolean changeSsrcHalfway) {
    send.mapPayloadType(VideoSource.PAYLOAD_TYPE, 120, VideoCodec.VP8, 121);
    send.setRtxSsrc(501, 0);
    ReceiveStream current = atServer;
    for (long ms = 0; ms < seconds * 1000 + 1500; ms++) {
      long now = ms * MS;
      if (changeSsrcHalfway && ms == seconds * 500) {
        source = new VideoSource(2, 60_000, 12, 9);
        current = new ReceiveStream(2, 90_000, true);
      }
      if (ms < seconds * 1000 && ms % 33 == 0) {
        source.frame().forEach(bytes -> up.send(bytes, now));
      }
      for (byte[] bytes : up.arrivals(now)) {
        serve(bytes, current, now);
      }
      for (byte[] bytes : down.arrivals(now)) {
        take(bytes, now);
      }
      repair(current, now);
    }
  }

  private void serve(byte[] bytes, ReceiveStream current, long now) {
    assertTrue(packet.wrap(bytes, 0, bytes.length));
    if (packet.ssrc() != current.ssrc() || !current.receive(packet, now).usable()) {
      return;
    }
    if (VideoCodec.VP8.startsKeyFrame(bytes, packet.payloadOffset(), packet.payloadLength())) {
      keyFrames.arrived();
    }
    if (send.forward(packet, current.index(), now) == SendStream.Verdict.SEND) {
      down.send(bytes, now);
      for (int n; (n = send.nextHeld(scratch, 0, now)) > 0; ) {
        down.send(java.util.Arrays.copyOf(scratch, n), now);
      }
    } else if (send.wantsKeyFrame()) {
      keyFrames.want();
    }
  }

  private void take(byte[] bytes, long now) {
    assertTrue(packet.wrap(bytes, 0, bytes.length));
    if (packet.ssrc() == 501) {
      assertTrue(Rtx.unwrap(packet, 500, 120));
    }
    if (atReceiver.receive(packet, now).usable()) {
      received.put(atReceiver.index(), bytes);
    }
  }

  /** NACKs and key-frame requests travel without loss, but take their time. */
  private void repair(ReceiveStream current, long now) {
    int count = current.pollNacks(now, 2 * DELAY, nacks);
    for (int i = 0; i < count; i++) {
      byte[] again = source.again(nacks[i]);
      if (again != null) {
        up.send(again, now + DELAY);
      }
    }
    count = atReceiver.pollNacks(now, 2 * DELAY, nacks);
    for (int i = 0; i < count; i++) {
      int length = send.retransmit(nacks[i], now, 2 * DELAY, scratch, 0);
      if (length > 0) {
        down.send(java.util.Arrays.copyOf(scratch, length), now + DELAY);
      }
    }
    if (keyFrames.poll(now)) {
      source.wantKeyFrame();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void fivePercentLossBothWaysIsRepaired(long seed) {
    source = new VideoSource(1, 65_000, 0xFFFF_FF00L, 32_000);
    up = new LossyLink(seed, 0.05, 0.02, DELAY, 8 * MS);
    down = new LossyLink(seed + 100, 0.05, 0.02, DELAY, 8 * MS);
    run(20, false);
    assertWhole(20 * 30 * 3 - 50, 0);
    assertTrue(atServer.recovered() > 50);
    assertTrue(send.retransmitted() > 50);
    assertTrue(atServer.duplicates() > 10);
  }

  @Test
  void changeOfSsrcUnderLossStaysOneStream() {
    source = new VideoSource(1, 65_000, 0xFFFF_FF00L, 32_000);
    up = new LossyLink(42, 0.05, 0.02, DELAY, 8 * MS);
    down = new LossyLink(43, 0.05, 0.02, DELAY, 8 * MS);
    run(20, true);
    assertEquals(1, send.switches());
    // What the old SSRC lost last can no longer be asked for: 5 % of two round trips' packets.
    assertWhole(20 * 30 * 3 - 150, 3);
  }

  /** At most so many numbers missing at the receiver, time in the order of the numbers. */
  private void assertWhole(int atLeast, int lostAtMost) {
    assertTrue(received.size() >= atLeast, "only " + received.size());
    assertTrue(atReceiver.lost() <= lostAtMost, "lost " + atReceiver.lost());
    long before = -1;
    long holes = 0;
    byte[] previous = null;
    for (Map.Entry<Long, byte[]> entry : received.entrySet()) {
      if (previous != null) {
        holes += entry.getKey() - before - 1;
        int step = (int) (Bytes.u32(entry.getValue(), 4) - Bytes.u32(previous, 4));
        assertTrue(step >= 0 && step < 180_000, "step " + step + " at " + entry.getKey());
      }
      before = entry.getKey();
      previous = entry.getValue();
    }
    assertEquals(atReceiver.lost(), holes);
  }
}

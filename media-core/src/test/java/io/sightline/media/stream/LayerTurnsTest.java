package io.sightline.media.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.rtcp.RtcpReader;
import io.sightline.media.rtcp.RtcpWriter;
import io.sightline.media.rtp.Bytes;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.rtp.VideoCodec;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three layers of one camera that take turns in one stream, over a path that loses and reorders.
 */
class LayerTurnsTest {
  private static final long MS = 1_000_000L;
  private static final long DELAY = 20 * MS;
  private static final int FRAME_MS = 33;
  private static final int LAYERS = 3;

  /** Three of 90 kHz: what a rounded sender report may be wrong by. */
  private static final int REPORT_TOLERANCE = 90;

  private final RtpPacket packet = new RtpPacket();
  private final VideoSource[] sources = {
    new VideoSource(1, 65_000, 0xFFFF_FF00L, 32_700),
    new VideoSource(2, 100, 5_000_000, 9),
    new VideoSource(3, 30_000, 0x7000_0000L, 100),
  };
  private final ReceiveStream[] streams = new ReceiveStream[LAYERS];
  private final long[] firstTimestamps = {0xFFFF_FF00L, 5_000_000, 0x7000_0000L};
  private final SendStream send = new SendStream(500, 90_000, 1024, 32_000, 4_294_900_000L);
  private final Map<Long, byte[]> sent = new TreeMap<>();
  private final ReceiveStream numbers = new ReceiveStream(500, 90_000, false);
  private final byte[] scratch = new byte[1_600];
  private int current = -1;
  private int target;
  private int unkeyed;

  private void run(long seed, int seconds, boolean reports) {
    send.mapPayloadType(VideoSource.PAYLOAD_TYPE, 120, VideoCodec.VP8, 121);
    LossyLink link = new LossyLink(seed, 0, 0.02, DELAY, 8 * MS);
    for (int i = 0; i < LAYERS; i++) {
      streams[i] = new ReceiveStream(i + 1, 90_000, true);
    }
    for (long ms = 0; ms < seconds * 1_000L; ms++) {
      long now = ms * MS;
      if (ms % FRAME_MS == 0) {
        for (VideoSource source : sources) {
          source.frame().forEach(bytes -> link.send(bytes, now));
        }
      }
      if (reports && ms % 1_000 == 500) {
        for (int i = 0; i < LAYERS; i++) {
          report(i, ms, now);
        }
      }
      // up and down, back again before it came to it, and twice within two seconds
      if (ms % 700 == 0) {
        target = (int) (ms / 700 * 2 % LAYERS);
        turn();
      } else if (ms % 2_100 == 705) {
        target = Math.max(0, current);
        turn();
      }
      for (byte[] bytes : link.arrivals(now)) {
        serve(bytes, now);
      }
    }
  }

  private void turn() {
    send.turnTo(streams[target], current < 0 ? null : streams[current]);
    if (target != current) {
      sources[target].wantKeyFrame();
    }
  }

  /** One clock for all: NTP seconds since zero, and each layer's own offset of its timestamps. */
  private void report(int layer, long ms, long now) {
    RtcpWriter writer = new RtcpWriter();
    writer.wrap(scratch, 0, scratch.length);
    long ntp = (ms << 32) / 1_000;
    assertTrue(
        writer.senderReport(layer + 1, ntp, firstTimestamps[layer] + ms * 90_909 / 1_000, 1, 1));
    RtcpReader reader = new RtcpReader();
    reader.wrap(scratch, 0, writer.length());
    assertTrue(reader.next());
    streams[layer].onSenderReport(reader, now);
  }

  private void serve(byte[] bytes, long now) {
    assertTrue(packet.wrap(bytes, 0, bytes.length));
    int layer = (int) packet.ssrc() - 1;
    if (!streams[layer].receive(packet, now).usable() || (layer != current && layer != target)) {
      return;
    }
    boolean starts =
        VideoCodec.VP8.startsKeyFrame(bytes, packet.payloadOffset(), packet.payloadLength());
    if (send.forward(packet, streams[layer].index(), now) == SendStream.Verdict.SEND) {
      unkeyed += layer != current && !starts ? 1 : 0;
      current = layer;
      keep(bytes.clone(), now);
      for (int n; (n = send.nextHeld(scratch, 0, now)) > 0; ) {
        keep(java.util.Arrays.copyOf(scratch, n), now);
      }
    }
  }

  private void keep(byte[] bytes, long now) {
    assertTrue(packet.wrap(bytes, 0, bytes.length));
    assertEquals(500, packet.ssrc());
    assertTrue(numbers.receive(packet, now).usable(), "a number twice");
    sent.put(numbers.index(), bytes);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theyAreOneStream(long seed) {
    run(seed, 30, true);
    assertOneStream(REPORT_TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void withoutSenderReportsTimeGoesByArrival(long seed) {
    run(seed, 30, false);
    // a frame's time on the way differs by the jitter
    assertOneStream(90 * 10);
  }

  private void assertOneStream(int tolerance) {
    assertEquals(0, unkeyed, "a layer took over without a key frame");
    assertTrue(send.switches() >= 20, "only " + send.switches() + " turns");
    byte[] before = null;
    long beforeIndex = 0;
    int holes = 0;
    int turns = 0;
    for (Map.Entry<Long, byte[]> entry : sent.entrySet()) {
      byte[] bytes = entry.getValue();
      if (before != null) {
        holes += (int) (entry.getKey() - beforeIndex - 1);
        int pictures = Bytes.u16(bytes, 14) - Bytes.u16(before, 14) & 0x7FFF;
        int levels = bytes[16] - before[16] & 0xFF;
        int time = (int) (Bytes.u32(bytes, 4) - Bytes.u32(before, 4));
        boolean begins = (bytes[12] & 0x10) != 0;
        if (entry.getKey() == beforeIndex + 1) {
          assertEquals(begins ? 1 : 0, pictures, "picture ids at " + entry.getKey());
          assertEquals(begins ? 1 : 0, levels, "TL0PICIDX at " + entry.getKey());
        }
        if (begins && time != 3_000) {
          turns++;
          // the last picture of the layer before may have gone out already: then time stands
          assertTrue(
              time >= 1 && time <= 3_000 + tolerance, "time of " + time + " at " + entry.getKey());
        }
      }
      before = bytes;
      beforeIndex = entry.getKey();
    }
    assertTrue(turns <= send.switches());
    // what was on its way of the layer before when the other took over
    assertTrue(holes <= 3 * send.switches(), holes + " holes");
  }
}

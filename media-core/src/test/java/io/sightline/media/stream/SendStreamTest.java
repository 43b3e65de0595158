package io.sightline.media.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.rtcp.RtcpReader;
import io.sightline.media.rtcp.RtcpWriter;
import io.sightline.media.rtp.Bytes;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.rtp.Rtx;
import io.sightline.media.rtp.VideoCodec;
import io.sightline.media.rtp.Vp8Descriptor;
import io.sightline.media.stream.SendStream.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendStreamTest {
  private static final long MS = 1_000_000L;
  private static final long FRAME = 33 * MS;

  private final SendStream send = new SendStream(500, 90_000, 256, 65_530 - 40_000, 1000);
  private final RtpPacket packet = new RtpPacket();
  private final Vp8Descriptor vp8 = new Vp8Descriptor();
  private final List<byte[]> out = new ArrayList<>();

  @BeforeEach
  void configure() {
    send.mapPayloadType(VideoSource.PAYLOAD_TYPE, 120, VideoCodec.VP8, 121);
    send.setRtxSsrc(501, 65_535);
  }

  private Verdict forward(byte[] bytes, ReceiveStream source, long nowNs) {
    byte[] copy = bytes.clone();
    assertTrue(packet.wrap(copy, 0, copy.length));
    assertTrue(source.receive(packet, nowNs).usable());
    Verdict verdict = send.forward(packet, source.index(), nowNs);
    if (verdict == Verdict.SEND) {
      out.add(copy);
    }
    return verdict;
  }

  private long play(VideoSource source, ReceiveStream stream, int frames, long fromNs) {
    long now = fromNs;
    for (int i = 0; i < frames; i++, now += FRAME) {
      for (byte[] bytes : source.frame()) {
        forward(bytes, stream, now);
      }
    }
    return now;
  }

  /** One stream: numbers without a gap, time and picture ids running on. */
  private void assertContinuous() {
    for (int i = 0; i < out.size(); i++) {
      byte[] bytes = out.get(i);
      assertEquals(500, Bytes.u32(bytes, 8));
      assertEquals(120, bytes[1] & 0x7F);
      if (i == 0) {
        continue;
      }
      byte[] before = out.get(i - 1);
      assertEquals(1, Bytes.u16(bytes, 2) - Bytes.u16(before, 2) & 0xFFFF, "packet " + i);
      int step = (int) (Bytes.u32(bytes, 4) - Bytes.u32(before, 4));
      int pictureStep = picture(bytes) - picture(before) & 0x7FFF;
      int tl0Step = bytes[16] - before[16] & 0xFF;
      assertEquals(step > 0 ? 1 : 0, pictureStep, "packet " + i);
      assertEquals(pictureStep, tl0Step, "packet " + i);
      assertTrue(step >= 0 && step <= 180_000, "packet " + i + " step " + step);
    }
  }

  private int picture(byte[] bytes) {
    assertTrue(vp8.wrap(bytes, 12, bytes.length - 12));
    return vp8.pictureId();
  }

  @Test
  void sourcesFollowOneAnotherAsOneStream() {
    VideoSource a = new VideoSource(1, 65_500, 0xFFFF_0000L, 32_760);
    VideoSource b = new VideoSource(2, 17, 55, 3);
    ReceiveStream fromA = new ReceiveStream(1, 90_000, true);
    ReceiveStream fromB = new ReceiveStream(2, 90_000, true);
    long now = play(a, fromA, 60, 0);
    b.frame();
    now = play(b, fromB, 5, now);
    assertTrue(send.wantsKeyFrame());
    b.wantKeyFrame();
    now = play(b, fromB, 60, now);
    assertFalse(send.wantsKeyFrame());
    send.interrupt();
    now = play(b, fromB, 30, now);
    assertTrue(send.wantsKeyFrame());
    b.wantKeyFrame();
    play(b, fromB, 60, now + 500 * MS);
    assertContinuous();
    assertEquals(2, send.switches());
    assertEquals(8 + 59 * 3 + 2 * (8 + 59 * 3), out.size());
  }

  @Test
  void theOldSourceGoesOnUntilTheNewOneHasAKeyFrameAndIsIgnoredAfterwards() {
    VideoSource a = new VideoSource(1, 0, 0, 0);
    VideoSource b = new VideoSource(2, 0, 0, 0);
    ReceiveStream fromA = new ReceiveStream(1, 90_000, true);
    ReceiveStream fromB = new ReceiveStream(2, 90_000, true);
    play(a, fromA, 10, 0);
    b.frame();
    byte[] stray = null;
    for (int i = 10; i < 20; i++) {
      for (byte[] bytes : b.frame()) {
        assertEquals(Verdict.AWAITING_KEY_FRAME, forward(bytes, fromB, i * FRAME));
      }
      for (byte[] bytes : a.frame()) {
        assertEquals(Verdict.SEND, forward(bytes, fromA, i * FRAME));
        stray = bytes;
      }
    }
    b.wantKeyFrame();
    play(b, fromB, 10, 20 * FRAME);
    Bytes.put16(stray, 2, Bytes.u16(stray, 2) + 1);
    assertEquals(Verdict.TOO_OLD, forward(stray, fromA, 30 * FRAME));
    play(b, fromB, 10, 31 * FRAME);
    assertContinuous();
  }

  @Test
  void lateAndMissingPacketsKeepTheirPlaces() {
    VideoSource a = new VideoSource(1, 65_530, 0, 0);
    ReceiveStream fromA = new ReceiveStream(1, 90_000, true);
    List<byte[]> key = a.frame();
    forward(key.get(1), fromA, 0);
    assertTrue(out.isEmpty());
    forward(key.get(0), fromA, 0);
    assertEquals(1, out.size());
    forward(key.get(3), fromA, 0);
    forward(key.get(2), fromA, 0);
    assertEquals(2, Bytes.u16(out.get(2), 2) - Bytes.u16(out.get(0), 2) & 0xFFFF);
    assertEquals(3, Bytes.u16(out.get(1), 2) - Bytes.u16(out.get(0), 2) & 0xFFFF);
  }

  @Test
  void nackedPacketsComeBackAsRtx() {
    VideoSource a = new VideoSource(1, 100, 0, 0);
    play(a, new ReceiveStream(1, 90_000, true), 200, 0);
    byte[] target = new byte[1600];
    byte[] wanted = out.get(out.size() - 5);
    int sequence = Bytes.u16(wanted, 2);
    int length = send.retransmit(sequence, 0, 30 * MS, target, 10);
    assertEquals(wanted.length + 2, length);
    assertTrue(packet.wrap(target, 10, length));
    assertEquals(501, packet.ssrc());
    assertEquals(121, packet.payloadType());
    assertEquals(65_535, packet.sequenceNumber());
    assertTrue(Rtx.unwrap(packet, 500, 120));
    assertEquals(
        io.sightline.media.Hex.of(wanted, 0, wanted.length),
        io.sightline.media.Hex.of(target, 10, packet.length()));
    assertEquals(0, send.retransmit(sequence, 29 * MS, 30 * MS, target, 0));
    assertTrue(send.retransmit(sequence, 30 * MS, 30 * MS, target, 0) > 0);
    assertTrue(packet.wrap(target, 0, length));
    assertEquals(0, packet.sequenceNumber());
    assertEquals(0, send.retransmit(Bytes.u16(out.get(0), 2), 0, 0, target, 0));
    assertEquals(0, send.retransmit(sequence + 100, 0, 0, target, 0));
    assertEquals(2, send.retransmissionMisses());
    assertEquals(2, send.retransmitted());
  }

  @Test
  void senderReportsMapTheSourcesClock() {
    VideoSource a = new VideoSource(1, 100, 7_000_000, 0);
    ReceiveStream fromA = new ReceiveStream(1, 90_000, true);
    byte[] bytes = new byte[100];
    RtcpWriter writer = new RtcpWriter();
    RtcpReader reader = new RtcpReader();
    writer.wrap(bytes, 0, 100);
    play(a, fromA, 10, 0);
    assertFalse(send.writeSenderReport(writer, fromA, 0));
    writer.senderReport(1, 5L << 32, 7_000_000, 0, 0);
    reader.wrap(bytes, 0, writer.length());
    reader.next();
    fromA.onSenderReport(reader, 0);

    writer.wrap(bytes, 0, 100);
    assertTrue(send.writeSenderReport(writer, fromA, 1500 * MS));
    reader.wrap(bytes, 0, writer.length());
    assertTrue(reader.next());
    assertEquals(500, reader.senderSsrc());
    assertEquals((6L << 32) + (1L << 31), reader.ntpTimestamp());
    long first = Bytes.u32(out.get(0), 4);
    assertEquals(first + 135_000, reader.rtpTimestamp());
    assertEquals(send.packets(), reader.packetCount());
    long middle = reader.ntpTimestamp() >>> 16 & 0xFFFF_FFFFL;

    writer.wrap(bytes, 0, 100);
    writer.receiverReport(9);
    writer.reportBlock(500, 64, 12, 0, 77, middle, 65536 / 4);
    reader.wrap(bytes, 0, writer.length());
    reader.next();
    send.onReportBlock(reader, 0, 1790 * MS);
    assertEquals(40 * MS, send.roundTripNs());
    assertEquals(64, send.reportedFractionLost());
    assertEquals(12, send.reportedLost());
    assertEquals(77, send.reportedJitter());
  }

  @Test
  void audioSwitchesAtOnceAndUnknownTypesAreRefused() {
    SendStream audio = new SendStream(600, 48_000, 0, 0, 0);
    audio.mapPayloadType(111, 109, VideoCodec.NONE, -1);
    for (int i = 0; i < 10; i++) {
      byte[] bytes = new byte[40];
      bytes[0] = (byte) 0x80;
      bytes[1] = 111;
      Bytes.put16(bytes, 2, i < 5 ? 7 + i : 4000 + i);
      Bytes.put32(bytes, 4, (i < 5 ? 100 : 900_000) + 960L * i);
      Bytes.put32(bytes, 8, i < 5 ? 1 : 2);
      assertTrue(packet.wrap(bytes, 0, 40));
      assertEquals(Verdict.SEND, audio.forward(packet, 70_000 + i, i * 20L * MS));
      assertEquals(i, packet.sequenceNumber());
      assertEquals(960L * i, packet.timestamp());
      assertEquals(109, packet.payloadType());
      packet.setPayloadType(5);
      assertEquals(Verdict.UNMAPPED_PAYLOAD_TYPE, audio.forward(packet, 70_000 + i, 0));
    }
  }
}

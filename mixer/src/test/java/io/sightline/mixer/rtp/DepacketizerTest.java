package io.sightline.mixer.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DepacketizerTest {
  private final Random random = new Random(21);
  private final List<EncodedFrame> frames = new ArrayList<>();
  private long sequence = 65_530;

  /** Bytes that look like a frame of the codec from outside. */
  private byte[] frame(String codec, boolean key, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    switch (codec) {
      case "VP8" -> {
        bytes[0] = (byte) (key ? bytes[0] & ~1 : bytes[0] | 1);
        bytes[3] = key ? (byte) 0x9D : 0;
        bytes[4] = 1;
        bytes[5] = 0x2A;
      }
      case "VP9" -> bytes[0] = (byte) (key ? 0x80 : 0x84);
      default -> {
        for (int i = 0; i < size; i++) {
          bytes[i] |= 0x10;
        }
        byte[] slice = {0, 0, 0, 1, (byte) (key ? 0x65 : 0x61)};
        System.arraycopy(slice, 0, bytes, 0, slice.length);
        byte[] sets = {0, 0, 0, 1, 0x67, 0x42, 0x11, 0, 0, 0, 1, 0x68, 0x33};
        return key ? TestPacketizer.concat(sets, bytes) : bytes;
      }
    }
    return bytes;
  }

  private List<RtpPacket> packets(TestPacketizer packetizer, byte[] frame, long timestamp) {
    List<RtpPacket> packets = new ArrayList<>();
    List<byte[]> payloads = packetizer.packetize(frame);
    for (int i = 0; i < payloads.size(); i++) {
      boolean marker = i == payloads.size() - 1;
      packets.add(new RtpPacket(sequence++, timestamp, marker, 96, 0, payloads.get(i)));
    }
    return packets;
  }

  @ParameterizedTest
  @ValueSource(strings = {"VP8", "VP9", "H264"})
  void framesOfAnySizeComeBack(String codec) {
    Depacketizer depacketizer = Depacketizer.of(codec);
    TestPacketizer packetizer = new TestPacketizer(codec, 100);
    List<byte[]> sent = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      byte[] frame = frame(codec, i % 40 == 0, 12 + random.nextInt(900));
      sent.add(frame);
      for (RtpPacket packet : packets(packetizer, frame, 3000L * i)) {
        depacketizer.push(packet, false, frames::add);
      }
    }
    assertEquals(200, frames.size());
    for (int i = 0; i < 200; i++) {
      assertArrayEquals(sent.get(i), frames.get(i).data());
      assertEquals(i % 40 == 0, frames.get(i).key());
      assertEquals(3000L * i, frames.get(i).timestamp());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"VP8", "VP9", "H264"})
  void afterALossNothingComesBeforeAKeyFrame(String codec) {
    Depacketizer depacketizer = Depacketizer.of(codec);
    TestPacketizer packetizer = new TestPacketizer(codec, 100);
    JitterBuffer buffer = new JitterBuffer();
    for (int i = 0; i < 90; i++) {
      List<RtpPacket> packets = packets(packetizer, frame(codec, i % 30 == 0, 450), i);
      for (int n = 0; n < packets.size(); n++) {
        if (i != 40 || n != 2) {
          buffer.offer(packets.get(n));
        }
      }
    }
    buffer.flush();
    RtpPacket packet;
    while ((packet = buffer.poll()) != null) {
      depacketizer.push(packet, buffer.gapBefore(), frames::add);
    }
    assertEquals(70, frames.size());
    assertEquals(39, frames.get(39).timestamp());
    assertEquals(60, frames.get(40).timestamp());
    assertTrue(frames.get(40).key());
    assertEquals(20, depacketizer.dropped());
    assertEquals(1, buffer.lost());
  }

  @Test
  void aLostPaddingPacketCostsNoVp8Frame() {
    Depacketizer depacketizer = Depacketizer.of("VP8");
    TestPacketizer packetizer = new TestPacketizer("VP8", 100);
    for (int i = 0; i < 10; i++) {
      boolean gap = i == 5;
      for (RtpPacket packet : packets(packetizer, frame("VP8", i == 0, 450), i)) {
        depacketizer.push(packet, gap && packet.payload()[0] == (byte) 0x90, frames::add);
      }
    }
    assertEquals(10, frames.size());
  }

  @Test
  void h264KeyFramesGetTheParameterSetsSeenLast() {
    Depacketizer depacketizer = Depacketizer.of("H264");
    byte[] sps = {0x67, 1, 2};
    byte[] pps = {0x68, 3};
    byte[] idr = {0x65, 9, 9};
    depacketizer.push(new RtpPacket(1, 1, false, 102, 0, sps), false, frames::add);
    depacketizer.push(new RtpPacket(2, 1, false, 102, 0, pps), false, frames::add);
    depacketizer.push(new RtpPacket(3, 1, true, 102, 0, idr), false, frames::add);
    depacketizer.push(new RtpPacket(4, 2, true, 102, 0, idr), false, frames::add);
    byte[] whole = {0, 0, 0, 1, 0x67, 1, 2, 0, 0, 0, 1, 0x68, 3, 0, 0, 0, 1, 0x65, 9, 9};
    assertArrayEquals(whole, frames.get(0).data());
    assertArrayEquals(whole, frames.get(1).data());
  }

  @Test
  void h264WithoutParameterSetsDoesNotStart() {
    Depacketizer depacketizer = Depacketizer.of("H264");
    byte[] idr = {0x65, 9, 9};
    depacketizer.push(new RtpPacket(1, 1, true, 102, 0, idr), false, frames::add);
    assertTrue(frames.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"VP8", "VP9", "H264", "OPUS", "G722"})
  void anyBytesAreTakenWithoutException(String codec) {
    for (int run = 0; run < 2_000; run++) {
      Depacketizer depacketizer = Depacketizer.of(codec);
      for (int i = 0; i < 20; i++) {
        byte[] payload = new byte[random.nextInt(4) == 0 ? random.nextInt(6) : random.nextInt(60)];
        random.nextBytes(payload);
        RtpPacket packet =
            new RtpPacket(i, random.nextInt(4), random.nextInt(3) == 0, 96, 0, payload);
        depacketizer.push(packet, random.nextInt(5) == 0, frames::add);
      }
      depacketizer.end(frames::add);
    }
    assertFalse(frames.stream().anyMatch(frame -> frame.data().length == 0));
  }

  @Test
  void bentFramesAreTakenWithoutException() {
    for (String codec : List.of("VP8", "VP9", "H264")) {
      TestPacketizer packetizer = new TestPacketizer(codec, 60);
      Depacketizer depacketizer = Depacketizer.of(codec);
      for (int i = 0; i < 3_000; i++) {
        for (RtpPacket packet : packets(packetizer, frame(codec, i % 9 == 0, 200), i)) {
          byte[] payload = packet.payload();
          payload[random.nextInt(Math.min(8, payload.length))] ^= (byte) (1 << random.nextInt(8));
          depacketizer.push(packet, false, frames::add);
        }
      }
    }
    assertFalse(frames.isEmpty());
  }

  @Test
  void anyHeaderIsTakenWithoutException() {
    for (int run = 0; run < 100_000; run++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = (byte) (0x80 | (bytes[0] & 0x3F));
      }
      RtpHeader header = RtpHeader.parse(bytes, 0, bytes.length);
      if (header != null) {
        assertTrue(header.payloadOffset() + header.payloadLength() <= bytes.length);
        assertTrue(header.payloadLength() >= 0);
      }
    }
  }
}

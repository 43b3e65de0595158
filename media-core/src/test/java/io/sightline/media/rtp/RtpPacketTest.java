package io.sightline.media.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.Hex;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
  private final RtpPacket packet = new RtpPacket();
  private final HeaderExtensions extensions = new HeaderExtensions();

  private boolean wrap(byte[] bytes) {
    return packet.wrap(bytes, 0, bytes.length);
  }

  @Test
  void readsAndRewritesTheFixedHeader() {
    byte[] bytes = Hex.bytes("82e0ffff 00000010 deadbeef 00000001 00000002 0102");
    assertTrue(wrap(bytes));
    assertTrue(packet.marker());
    assertEquals(96, packet.payloadType());
    assertEquals(65535, packet.sequenceNumber());
    assertEquals(16, packet.timestamp());
    assertEquals(0xdeadbeefL, packet.ssrc());
    assertEquals(2, packet.csrcCount());
    assertEquals(20, packet.payloadOffset());
    assertEquals(2, packet.payloadLength());
    packet.setPayloadType(111);
    packet.setSequenceNumber(65536 + 7);
    packet.setTimestamp((1L << 32) + 5);
    packet.setSsrc(0xffffffffL);
    assertEquals("82ef000700000005ffffffff", Hex.of(bytes, 0, 12));
    packet.setMarker(false);
    assertEquals(111, packet.payloadType());
  }

  @Test
  void padding() {
    byte[] bytes = Hex.bytes("a0600001 00000000 00000001 aabb 000003");
    assertTrue(wrap(bytes));
    assertEquals(2, packet.payloadLength());
    packet.dropPadding();
    assertEquals(14, packet.length());
    assertEquals((byte) 0x80, bytes[0]);
    assertFalse(wrap(Hex.bytes("a0600001 00000000 00000001 aabb 000000")));
    assertFalse(wrap(Hex.bytes("a0600001 00000000 00000001 aabb 000006")));
    assertTrue(wrap(Hex.bytes("a0600001 00000000 00000001 00000004")));
    assertEquals(0, packet.payloadLength());
  }

  @Test
  void refusesWhatIsInconsistent() {
    assertFalse(wrap(new byte[11]));
    assertFalse(wrap(Hex.bytes("40600001 00000000 00000001")));
    assertFalse(wrap(Hex.bytes("8f600001 00000000 00000001 00000001")));
    assertFalse(wrap(Hex.bytes("90600001 00000000 00000001 bede")));
    assertFalse(wrap(Hex.bytes("90600001 00000000 00000001 bede0002 10ff0000")));
  }

  @Test
  void oneByteExtensions() {
    byte[] bytes =
        Hex.bytes("90600001 00000000 00000001 bede0003 10ff 00 22 010203 31 4142 0000 aa");
    assertTrue(wrap(bytes));
    assertTrue(extensions.find(packet, 1));
    assertEquals(0xff, extensions.dataByte());
    assertTrue(extensions.find(packet, 2));
    assertEquals(3, extensions.dataLength());
    assertTrue(extensions.find(packet, 3));
    assertEquals("AB", extensions.dataText());
    assertTrue(extensions.dataEquals("AB"));
    assertFalse(extensions.dataEquals("AC"));
    assertFalse(extensions.find(packet, 4));

    ExtensionRewriter rewriter = new ExtensionRewriter();
    rewriter.map(2, 9);
    rewriter.map(3, 4);
    rewriter.setMid(4, "xy");
    rewriter.rewrite(packet);
    assertFalse(extensions.find(packet, 1));
    assertTrue(extensions.find(packet, 9));
    assertTrue(extensions.find(packet, 4));
    assertTrue(extensions.dataEquals("xy"));
    rewriter.setAbsSendTime(packet, 9, 1_500_000_000L);
    assertTrue(extensions.find(packet, 9));
    assertEquals(3 << 17, Bytes.u24(bytes, extensions.dataOffset()));
    assertEquals((byte) 0xaa, bytes[bytes.length - 1]);
  }

  @Test
  void twoByteExtensions() {
    byte[] bytes = Hex.bytes("90600001 00000000 00000001 10000002 0100 1402 aabb 0000 cc");
    assertTrue(wrap(bytes));
    assertTrue(extensions.find(packet, 1));
    assertEquals(0, extensions.dataLength());
    assertEquals(0, extensions.dataByte());
    assertTrue(extensions.find(packet, 20));
    extensions.setId(200);
    assertTrue(extensions.find(packet, 200));
    assertEquals("aabb", Hex.of(bytes, extensions.dataOffset(), 2));
  }

  @Test
  void midOfAnotherLengthIsDropped() {
    byte[] bytes = Hex.bytes("90600001 00000000 00000001 bede0001 31414200");
    assertTrue(wrap(bytes));
    ExtensionRewriter rewriter = new ExtensionRewriter();
    rewriter.map(3, 4);
    rewriter.setMid(4, "long");
    rewriter.rewrite(packet);
    extensions.wrap(packet);
    assertFalse(extensions.next());
  }

  @Test
  void absSendTimeWrapsEvery64Seconds() {
    assertEquals(1 << 18, ExtensionRewriter.absSendTime(1_000_000_000L));
    assertEquals(1 << 18, ExtensionRewriter.absSendTime(65_000_000_000L));
    assertEquals(63 << 18, ExtensionRewriter.absSendTime(-1_000_000_000L));
  }

  @Test
  void retransmissionRoundTrip() {
    byte[] original = Hex.bytes("90e0fffe 00000010 00000001 bede0001 10ff0000 0102030405");
    assertTrue(wrap(original.clone()));
    byte[] target = new byte[64];
    int length = Rtx.wrap(packet, target, 3, 99, 97, 7);
    assertEquals(original.length + 2, length);
    assertEquals("90e10007000000100000006 3".replace(" ", ""), Hex.of(target, 3, 12));
    assertTrue(packet.wrap(target, 3, length));
    assertTrue(Rtx.unwrap(packet, 1, 96));
    assertArrayEquals(original, Arrays.copyOfRange(target, 3, 3 + original.length));
    assertEquals(original.length, packet.length());
    assertTrue(wrap(Hex.bytes("a0600001 00000000 00000001 000003")));
    assertFalse(Rtx.unwrap(packet, 1, 96));
  }

  @Test
  void sequenceArithmetic() {
    assertEquals(1, Sequences.distance16(0, 65535));
    assertEquals(-1, Sequences.distance16(65535, 0));
    assertTrue(Sequences.isNewer16(3, 65530));
    assertEquals(65536 + 2, Sequences.extend16(2, 65535));
    assertEquals(65535, Sequences.extend16(65535, 65536));
    assertEquals(5, Sequences.distance32(2, 0xFFFFFFFDL));
  }

  @Test
  void anyBytesAreWalkedWithoutAnException() {
    Random random = new Random(3550);
    byte[] valid =
        Hex.bytes("b1600001 00000000 00000001 00000009 bede0002 10ff2200 01020000 90e080 0102 02");
    ExtensionRewriter rewriter = new ExtensionRewriter();
    for (int id = 1; id < 255; id += 2) {
      rewriter.map(id, id % 14 + 1);
    }
    Vp8Descriptor vp8 = new Vp8Descriptor();
    for (int i = 0; i < 300_000; i++) {
      byte[] bytes;
      if (i % 2 == 0) {
        bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        if (bytes.length > 12) {
          bytes[0] = (byte) (0x80 | (bytes[0] & 0x3F));
          int profileAt = Math.min(12 + 4 * (bytes[0] & 15), bytes.length - 2);
          Bytes.put16(bytes, profileAt, i % 4 == 0 ? 0xBEDE : 0x1000);
        }
      } else {
        bytes = Arrays.copyOf(valid, 1 + random.nextInt(valid.length));
        for (int n = random.nextInt(6); n > 0; n--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      if (!wrap(bytes)) {
        continue;
      }
      assertTrue(packet.payloadLength() >= 0);
      rewriter.rewrite(packet);
      for (VideoCodec codec : VideoCodec.values()) {
        codec.startsKeyFrame(bytes, packet.payloadOffset(), packet.payloadLength());
      }
      if (vp8.wrap(bytes, packet.payloadOffset(), packet.payloadLength())) {
        vp8.setPictureId(vp8.pictureId() + 1);
        vp8.setTl0PicIdx(vp8.tl0PicIdx() + 1);
        vp8.startsKeyFrame();
        vp8.temporalId();
      }
      Rtx.unwrap(packet, 1, 96);
    }
  }
}

package io.sightline.media.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.rtp.Bytes;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpTransformTest {
  private static final int OFFSET = 7;

  private final Random random = new Random(3711);

  /** A sender and a receiver with the same keys. */
  private final class Link {
    final SrtpTransform out;
    final SrtpTransform in;

    Link(SrtpProfile profile, int maxSsrcs) {
      byte[] exported = new byte[profile.exportLength()];
      random.nextBytes(exported);
      out = SrtpTransform.fromExporter(SrtpCrypto.jce(), profile, exported, true, true, 1024);
      in = SrtpTransform.fromExporter(SrtpCrypto.jce(), profile, exported, true, false, maxSsrcs);
    }

    byte[] protect(byte[] plain) {
      byte[] buffer = new byte[OFFSET + plain.length + 32];
      System.arraycopy(plain, 0, buffer, OFFSET, plain.length);
      int length = out.protect(buffer, OFFSET, plain.length, plain.length + 32);
      assertTrue(length > plain.length, () -> SrtpTransform.reason(length));
      return Arrays.copyOfRange(buffer, OFFSET, OFFSET + length);
    }

    int unprotect(byte[] packet) {
      byte[] buffer = packet.clone();
      return in.unprotect(buffer, 0, buffer.length);
    }
  }

  private byte[] rtp(long ssrc, int sequence, int payload) {
    byte[] packet = new byte[12 + 8 + payload];
    random.nextBytes(packet);
    packet[0] = (byte) 0x90;
    Bytes.put16(packet, 2, sequence);
    Bytes.put32(packet, 8, ssrc);
    Bytes.put16(packet, 12, 0xBEDE);
    Bytes.put16(packet, 14, 1);
    return packet;
  }

  private byte[] rtcp(long ssrc, int words) {
    byte[] packet = new byte[4 * words];
    random.nextBytes(packet);
    Bytes.put32(packet, 0, 0x80C80000L + words - 1);
    Bytes.put32(packet, 4, ssrc);
    return packet;
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void roundTripAtAnyLengthAndOffset(SrtpProfile profile) {
    Link link = new Link(profile, 64);
    for (int n = 0; n < 300; n++) {
      byte[] plain = rtp(1 + n % 3, 100 + n, random.nextInt(1300));
      byte[] wire = link.protect(plain);
      int length = link.in.unprotect(wire, 0, wire.length);
      assertEquals(plain.length, length);
      assertArrayEquals(plain, Arrays.copyOf(wire, length));
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void sequenceWrapsWithLossAndReordering(SrtpProfile profile) {
    Link link = new Link(profile, 64);
    int accepted = 0;
    for (int index = 65_500; index < 65_500 + 140_000; index += 100) {
      byte[] early = link.protect(rtp(5, index & 0xFFFF, 20));
      byte[] late = link.protect(rtp(5, index + 1 & 0xFFFF, 20));
      accepted += link.unprotect(late) > 0 ? 1 : 0;
      accepted += link.unprotect(early) > 0 ? 1 : 0;
      assertEquals(SrtpTransform.REPLAYED, link.unprotect(early));
    }
    assertEquals(2800, accepted);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void windowRefusesWhatIsTooOld(SrtpProfile profile) {
    Link link = new Link(profile, 64);
    byte[] first = link.protect(rtp(5, 1, 20));
    byte[] second = link.protect(rtp(5, 2, 20));
    for (int sequence = 3; sequence <= 1025; sequence++) {
      byte[] wire = link.protect(rtp(5, sequence, 20));
      if (sequence == 1025) {
        assertEquals(40, link.unprotect(wire));
      }
    }
    assertEquals(SrtpTransform.TOO_OLD, link.unprotect(first));
    assertEquals(40, link.unprotect(second));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void forgeriesFailAndLeaveNoTrace(SrtpProfile profile) {
    Link link = new Link(profile, 64);
    link.unprotect(link.protect(rtp(5, 10, 50)));
    byte[] genuine = link.protect(rtp(5, 11, 50));
    for (int bit = 0; bit < genuine.length * 8; bit++) {
      byte[] forged = genuine.clone();
      forged[bit / 8] ^= (byte) (1 << bit % 8);
      int result = link.unprotect(forged);
      assertTrue(result < 0, "bit " + bit);
    }
    assertEquals(1, link.in.ssrcCount());
    byte[] jump = genuine.clone();
    Bytes.put16(jump, 2, 30_000);
    assertEquals(SrtpTransform.AUTHENTICATION_FAILED, link.unprotect(jump));
    assertEquals(70, link.unprotect(genuine));
    assertEquals(SrtpTransform.REPLAYED, link.unprotect(genuine));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void sendingAnIndexTwiceIsRefused(SrtpProfile profile) {
    Link link = new Link(profile, 64);
    link.protect(rtp(5, 10, 50));
    link.protect(rtp(5, 12, 50));
    byte[] again = Arrays.copyOf(rtp(5, 10, 50), 200);
    assertEquals(SrtpTransform.INDEX_REUSED, link.out.protect(again, 0, 70, 200));
    link.protect(rtp(5, 11, 50));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void ssrcsAreCappedAndRealOnesUnaffected(SrtpProfile profile) {
    Link link = new Link(profile, 8);
    for (int n = 0; n < 500; n++) {
      int result = link.unprotect(link.protect(rtp(1000 + n, 1, 10)));
      assertEquals(n < 8 ? 30 : SrtpTransform.TOO_MANY_SSRCS, result);
    }
    assertEquals(492, link.in.refusedSsrcs());
    assertEquals(30, link.unprotect(link.protect(rtp(1003, 2, 10))));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void rtcpRoundTripReplayAndForgery(SrtpProfile profile) {
    Link link = new Link(profile, 64);
    for (int n = 0; n < 300; n++) {
      byte[] plain = rtcp(9, 2 + random.nextInt(40));
      byte[] wire = Arrays.copyOf(plain, plain.length + profile.rtcpOverhead());
      int length = link.out.protectRtcp(wire, 0, plain.length, wire.length);
      assertEquals(wire.length, length);
      byte[] forged = wire.clone();
      forged[random.nextInt(forged.length)] ^= 0x10;
      assertTrue(link.in.unprotectRtcp(forged, 0, forged.length) < 0);
      byte[] copy = wire.clone();
      assertEquals(plain.length, link.in.unprotectRtcp(wire, 0, length));
      assertArrayEquals(plain, Arrays.copyOf(wire, plain.length));
      assertEquals(SrtpTransform.REPLAYED, link.in.unprotectRtcp(copy, 0, length));
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void unencryptedRtcpIsRefused(SrtpProfile profile) {
    Link link = new Link(profile, 64);
    byte[] wire = new byte[8 + profile.rtcpOverhead()];
    assertEquals(SrtpTransform.NOT_ENCRYPTED, link.in.unprotectRtcp(wire, 0, wire.length));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void anyBytesComeBackAsAReason(SrtpProfile profile) {
    Link link = new Link(profile, 64);
    byte[] valid = link.protect(rtp(5, 10, 100));
    for (int n = 0; n < 30_000; n++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      if (n % 2 == 0 && bytes.length > 0) {
        bytes[0] = (byte) (0x80 | (bytes[0] & 0x3F));
      }
      if (n % 3 == 0) {
        bytes = Arrays.copyOf(valid, 1 + random.nextInt(valid.length - 1));
      }
      assertTrue(link.in.unprotect(bytes.clone(), 0, bytes.length) < 0);
      assertTrue(link.in.unprotectRtcp(bytes, 0, bytes.length) < 0);
    }
    assertEquals(0, link.in.ssrcCount());
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void wantsRoomForTheTag(SrtpProfile profile) {
    Link link = new Link(profile, 64);
    byte[] packet = Arrays.copyOf(rtp(5, 10, 50), 100);
    int tight = 70 + profile.rtpOverhead();
    assertEquals(SrtpTransform.NO_ROOM, link.out.protect(packet, 0, 70, tight - 1));
    assertEquals(tight, link.out.protect(packet, 0, 70, tight));
  }
}

package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.media.foreign.ForeignException;
import io.sightline.media.srtp.SrtpCrypto;
import io.sightline.media.srtp.SrtpProfile;
import io.sightline.media.srtp.SrtpTransform;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The system's OpenSSL protects to the byte as the Java runtime does, which the RFCs' vectors hold.
 */
class OpenSslTest {
  private static final int CAPACITY = 2048;

  private final Random random = new Random(7714);

  private static SrtpCrypto openSsl() {
    try {
      return SrtpCrypto.openSsl();
    } catch (ForeignException e) {
      assumeTrue(false, e.getMessage());
      throw new IllegalStateException(e);
    }
  }

  private SrtpTransform transform(
      SrtpCrypto crypto, SrtpProfile profile, byte[] exported, boolean outbound) {
    return SrtpTransform.fromExporter(crypto, profile, exported, true, outbound, 8);
  }

  private byte[] exported(SrtpProfile profile) {
    byte[] exported = new byte[profile.exportLength()];
    random.nextBytes(exported);
    return exported;
  }

  private byte[] rtp(int sequence, int length) {
    byte[] packet = new byte[CAPACITY];
    random.nextBytes(packet);
    packet[0] = (byte) 0x80;
    packet[2] = (byte) (sequence >> 8);
    packet[3] = (byte) sequence;
    Arrays.fill(packet, 4, 12, (byte) 7);
    Arrays.fill(packet, length, CAPACITY, (byte) 0);
    return packet;
  }

  @ParameterizedTest
  @EnumSource
  void rtpOfAllLengthsIsTheSame(SrtpProfile profile) {
    SrtpCrypto openSsl = openSsl();
    byte[] exported = exported(profile);
    SrtpTransform java = transform(SrtpCrypto.jce(), profile, exported, true);
    SrtpTransform out = transform(openSsl, profile, exported, true);
    SrtpTransform in = transform(openSsl, profile, exported, false);
    for (int length = 12; length < 1500; length += 1 + length / 40) {
      byte[] plain = rtp(65_500 + length, length);
      byte[] expected = plain.clone();
      byte[] actual = plain.clone();
      int size = java.protect(expected, 0, length, CAPACITY);
      assertEquals(size, out.protect(actual, 0, length, CAPACITY));
      assertArrayEquals(expected, actual);

      byte[] damaged = actual.clone();
      damaged[random.nextInt(size - 12) + 12] ^= 4;
      assertEquals(SrtpTransform.AUTHENTICATION_FAILED, in.unprotect(damaged, 0, size));
      assertEquals(length, in.unprotect(actual, 0, size));
      assertArrayEquals(Arrays.copyOf(plain, length), Arrays.copyOf(actual, length));
      assertEquals(SrtpTransform.REPLAYED, in.unprotect(expected, 0, size));
    }
    out.close();
    in.close();
  }

  @ParameterizedTest
  @EnumSource
  void rtcpIsTheSame(SrtpProfile profile) {
    SrtpCrypto openSsl = openSsl();
    byte[] exported = exported(profile);
    SrtpTransform java = transform(SrtpCrypto.jce(), profile, exported, true);
    SrtpTransform out = transform(openSsl, profile, exported, true);
    SrtpTransform in = transform(openSsl, profile, exported, false);
    for (int length = 8; length < 400; length += 12) {
      byte[] plain = rtp(0, length);
      byte[] expected = plain.clone();
      byte[] actual = plain.clone();
      int size = java.protectRtcp(expected, 0, length, CAPACITY);
      assertEquals(size, out.protectRtcp(actual, 0, length, CAPACITY));
      assertArrayEquals(expected, actual);
      assertEquals(length, in.unprotectRtcp(actual, 0, size));
      assertArrayEquals(Arrays.copyOf(plain, length), Arrays.copyOf(actual, length));
      expected[size - 1] ^= 1;
      assertTrue(in.unprotectRtcp(expected, 0, size) < 0);
    }
    out.close();
    in.close();
  }

  @ParameterizedTest
  @EnumSource
  void nothingPassesAfterTheEnd(SrtpProfile profile) {
    byte[] exported = exported(profile);
    SrtpCrypto openSsl = openSsl();
    SrtpTransform out = transform(openSsl, profile, exported, true);
    SrtpTransform in = transform(openSsl, profile, exported, false);
    byte[] packet = rtp(1, 100);
    int size = out.protect(packet, 0, 100, CAPACITY);
    assertTrue(size > 100);
    out.close();
    in.close();
    out.close();
    assertTrue(out.protect(rtp(2, 100), 0, 100, CAPACITY) < 0);
    assertTrue(in.unprotect(packet, 0, size) < 0);
  }
}

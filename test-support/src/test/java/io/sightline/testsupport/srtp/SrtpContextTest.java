package io.sightline.testsupport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpContextTest {
  private static final byte[] SALT = hex("517569642070726f2071756f");
  private static final byte[] RTP =
      hex(
          "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e697320646976697361"
              + "20696e207061727465732074726573");

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] key(int length) {
    byte[] key = new byte[length];
    for (int i = 0; i < length; i++) {
      key[i] = (byte) i;
    }
    return key;
  }

  @Test
  void derivesTheKeysOfRfc3711AppendixB3() {
    byte[] key = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
    byte[] salt = hex("0EC675AD498AFEEBB6960B3AABE6");
    assertArrayEquals(
        hex("C61E7A93744F39EE10734AFE3FF7A087"), SrtpContext.derive(key, salt, 0, 16));
    assertArrayEquals(
        hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"), SrtpContext.derive(key, salt, 1, 20));
    assertArrayEquals(hex("30CBBC08863D8C85D49DB34A9AE1"), SrtpContext.derive(key, salt, 2, 14));
  }

  @Test
  void protectsAsRfc7714Section16Shows() throws SrtpException {
    byte[] small =
        hex(
            "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f"
                + "42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce");
    byte[] large =
        hex(
            "8040f17b8041f8d35501a0b232b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3"
                + "b50b2a0276ffae0f1ba63799b87b7aa3db36dfffd6b0f9bb7878d7a76c13");
    check(SrtpProfile.AEAD_AES_128_GCM, small);
    check(SrtpProfile.AEAD_AES_256_GCM, large);
  }

  private static void check(SrtpProfile profile, byte[] expected) throws SrtpException {
    byte[] key = key(profile.keyLength());
    assertArrayEquals(expected, SrtpContext.ofSessionKeys(profile, key, SALT).protectRtp(RTP));
    assertArrayEquals(RTP, SrtpContext.ofSessionKeys(profile, key, SALT).unprotectRtp(expected));
  }

  @Test
  void protectsReportsAsRfc7714Section17Shows() throws SrtpException {
    byte[] report =
        hex(
            "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61"
                + "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef");
    byte[] expected =
        hex(
            "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32d"
                + "c676a5f1730d6fda4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade"
                + "800005d4");
    SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
    SrtpContext sender = SrtpContext.ofSessionKeys(profile, key(16), SALT);
    assertArrayEquals(expected, sender.protectRtcp(report, 0x5d4));
    SrtpContext receiver = SrtpContext.ofSessionKeys(profile, key(16), SALT);
    assertArrayEquals(report, receiver.unprotectRtcp(expected));
  }

  @ParameterizedTest
  @EnumSource
  void survivesRollOverLossAndRefusesReplay(SrtpProfile profile) throws SrtpException {
    Random random = new Random(1);
    byte[] key = new byte[profile.keyLength()];
    byte[] salt = new byte[profile.saltLength()];
    random.nextBytes(key);
    random.nextBytes(salt);
    SrtpContext sender = new SrtpContext(profile, key, salt);
    SrtpContext receiver = new SrtpContext(profile, key, salt);
    byte[] last = null;
    for (int i = 0; i < 200; i++) {
      byte[] packet = rtp(65500 + i, 20 + random.nextInt(1000));
      byte[] sealed = sender.protectRtp(packet);
      if (i % 3 != 0) {
        assertArrayEquals(packet, receiver.unprotectRtp(sealed));
        last = sealed;
      }
    }
    byte[] again = last;
    SrtpException refused = assertThrows(SrtpException.class, () -> receiver.unprotectRtp(again));
    assertEquals(SrtpException.Reason.REPLAYED, refused.reason());
    byte[] broken = sender.protectRtp(rtp(65700, 100));
    broken[40] ^= 1;
    refused = assertThrows(SrtpException.class, () -> receiver.unprotectRtp(broken));
    assertEquals(SrtpException.Reason.NOT_AUTHENTIC, refused.reason());
  }

  @ParameterizedTest
  @EnumSource
  void carriesReportsBothWays(SrtpProfile profile) throws SrtpException {
    byte[] key = key(profile.keyLength());
    byte[] salt = key(profile.saltLength());
    SrtpContext sender = new SrtpContext(profile, key, salt);
    SrtpContext receiver = new SrtpContext(profile, key, salt);
    byte[] report = hex("80c90001deadbeef");
    byte[] first = sender.protectRtcp(report);
    byte[] second = sender.protectRtcp(report);
    assertArrayEquals(report, receiver.unprotectRtcp(second));
    assertArrayEquals(report, receiver.unprotectRtcp(first));
    assertThrows(SrtpException.class, () -> receiver.unprotectRtcp(first));
    second[second.length - 1] ^= 1;
    assertThrows(SrtpException.class, () -> receiver.unprotectRtcp(second));
  }

  private static byte[] rtp(int sequence, int length) {
    byte[] packet = new byte[12 + length];
    Arrays.fill(packet, (byte) sequence);
    ByteBuffer.wrap(packet).putShort((short) 0x8060).putShort((short) sequence).putInt(1).putInt(7);
    return packet;
  }
}

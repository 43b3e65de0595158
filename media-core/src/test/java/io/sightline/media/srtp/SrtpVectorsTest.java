package io.sightline.media.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sightline.media.Hex;
import io.sightline.media.rtp.Bytes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Vectors of RFC 3711 appendix B and RFC 7714 sections 16 and 17, and libsrtp's own. */
class SrtpVectorsTest {
  private static final byte[] MASTER_KEY = Hex.bytes("E1F97A0D3E018BE0D64FA32C06DE4139");
  private static final byte[] MASTER_SALT = Hex.bytes("0EC675AD498AFEEBB6960B3AABE6");
  private static final byte[] COUNTING = counting();
  private static final byte[] QUID_PRO_QUO = Hex.bytes("517569642070726f2071756f");
  private static final String RFC7714_HEADER = "8040f17b8041f8d35501a0b2";
  private static final String RFC7714_PLAIN =
      "47616c6c696120657374206f6d6e697320646976697361" + "20696e207061727465732074726573";

  private static byte[] counting() {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  @Test
  void keyDerivationOfRfc3711AppendixB3() {
    assertArrayEquals(
        Hex.bytes("C61E7A93744F39EE10734AFE3FF7A087"),
        KeyDerivation.derive(MASTER_KEY, MASTER_SALT, KeyDerivation.RTP_ENCRYPTION, 16));
    assertArrayEquals(
        Hex.bytes("30CBBC08863D8C85D49DB34A9AE1"),
        KeyDerivation.derive(MASTER_KEY, MASTER_SALT, KeyDerivation.RTP_SALT, 14));
    assertArrayEquals(
        Hex.bytes("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"),
        KeyDerivation.derive(MASTER_KEY, MASTER_SALT, KeyDerivation.RTP_AUTHENTICATION, 20));
  }

  @Test
  void keyStreamOfRfc3711AppendixB2() {
    CounterModeCipher cipher =
        new CounterModeCipher(
            Hex.bytes("2B7E151628AED2A6ABF7158809CF4F3C"),
            Hex.bytes("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"),
            new byte[20]);
    byte[] packet = new byte[48 + 10];
    cipher.protect(packet, 0, 0, 48, 0, 0);
    assertEquals(
        "e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab"
            + "41e95b3bb0a2e8dd477901e4fca894c0",
        Hex.of(packet, 0, 48));
  }

  @Test
  void counterModePacketOfLibsrtp() {
    byte[] packet = new byte[64];
    byte[] plain = Hex.bytes("800f1234decafbadcafebabeabababababababababababababababab");
    System.arraycopy(plain, 0, packet, 0, plain.length);
    SrtpTransform out =
        SrtpTransform.outbound(SrtpProfile.AES128_CM_SHA1_80, MASTER_KEY, MASTER_SALT, 4);
    assertEquals(38, out.protect(packet, 0, 28, 64));
    assertEquals(
        "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb",
        Hex.of(packet, 0, 38));
  }

  @Test
  void gcmPacketOfLibsrtpIncludingKeyDerivation() {
    byte[] packet = new byte[64];
    byte[] plain = Hex.bytes("800f1234decafbadcafebabeabababababababababababababababab");
    System.arraycopy(plain, 0, packet, 0, plain.length);
    SrtpTransform out =
        SrtpTransform.outbound(
            SrtpProfile.AEAD_AES_128_GCM,
            Arrays.copyOf(COUNTING, 16),
            Hex.bytes("a0a1a2a3a4a5a6a7a8a9aaab"),
            4);
    assertEquals(44, out.protect(packet, 0, 28, 64));
    assertEquals(
        "800f1234decafbadcafebabec5002ede04cfdd2eb91159e0880aa06ed2976826f796b201df3131a127e8a392",
        Hex.of(packet, 0, 44));
  }

  @Test
  void aes128GcmRtpOfRfc7714Section16() {
    assertRtp(
        16,
        "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
            + "899d7f27beb16a9152cf765ee4390cce");
  }

  @Test
  void aes256GcmRtpOfRfc7714Section16() {
    assertRtp(
        32,
        "32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b"
            + "7aa3db36dfffd6b0f9bb7878d7a76c13");
  }

  private static void assertRtp(int keyLength, String expected) {
    GcmCipher cipher = new GcmCipher(Arrays.copyOf(COUNTING, keyLength), QUID_PRO_QUO);
    byte[] plain = Hex.bytes(RFC7714_HEADER + RFC7714_PLAIN);
    byte[] packet = Arrays.copyOf(plain, plain.length + 16);
    int ssrc = Bytes.s32(packet, 8);
    assertEquals(packet.length, cipher.protect(packet, 0, 12, plain.length, ssrc, 0xf17b));
    assertEquals(RFC7714_HEADER + expected, Hex.of(packet, 0, packet.length));
    assertEquals(plain.length, cipher.unprotect(packet, 0, 12, packet.length, ssrc, 0xf17b));
    assertEquals(Hex.of(plain, 0, plain.length), Hex.of(packet, 0, plain.length));
  }

  @Test
  void aes128GcmRtcpOfRfc7714Section17() {
    GcmCipher cipher = new GcmCipher(Arrays.copyOf(COUNTING, 16), QUID_PRO_QUO);
    byte[] plain =
        Hex.bytes(
            "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61"
                + "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef");
    byte[] packet = Arrays.copyOf(plain, plain.length + 20);
    int protectedLength = cipher.protectRtcp(packet, 0, plain.length, 0x4d617273, 0x5d4);
    assertEquals(
        "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda"
            + "4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4",
        Hex.of(packet, 0, protectedLength));
    assertEquals(plain.length, cipher.unprotectRtcp(packet, 0, protectedLength, 0x4d617273, 0x5d4));
    assertEquals(Hex.of(plain, 0, plain.length), Hex.of(packet, 0, plain.length));
  }
}

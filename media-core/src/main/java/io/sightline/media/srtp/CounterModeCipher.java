package io.sightline.media.srtp;

import io.sightline.media.rtp.Bytes;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES128_CM_HMAC_SHA1_80 (RFC 3711 sections 4.1.1 and 4.2.1). */
final class CounterModeCipher implements PacketCipher {
  private static final int TAG = 10;
  private static final int RTCP_HEADER = 8;
  private static final int INDEX_WORD = 4;

  private final Cipher cipher;
  private final Mac mac;
  private final SecretKeySpec key;
  private final CounterModeIv iv;
  private final byte[] rollOver = new byte[4];
  private final byte[] digest = new byte[20];

  CounterModeCipher(byte[] sessionKey, byte[] sessionSalt, byte[] authenticationKey) {
    key = new SecretKeySpec(sessionKey, "AES");
    iv = new CounterModeIv(sessionSalt);
    try {
      cipher = Cipher.getInstance("AES/CTR/NoPadding");
      mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(authenticationKey, "HmacSHA1"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR or HMAC-SHA1 is missing in this JVM", e);
    }
  }

  @Override
  public int indexWordFromEnd() {
    return INDEX_WORD + TAG;
  }

  @Override
  public int protect(byte[] buffer, int offset, int header, int length, int ssrc, long index) {
    crypt(buffer, offset + header, length - header, ssrc, index);
    computeRtpTag(buffer, offset, length, index);
    System.arraycopy(digest, 0, buffer, offset + length, TAG);
    return length + TAG;
  }

  @Override
  public int unprotect(byte[] buffer, int offset, int header, int length, int ssrc, long index) {
    int plainLength = length - TAG;
    if (plainLength < header) {
      return SrtpTransform.MALFORMED;
    }
    computeRtpTag(buffer, offset, plainLength, index);
    if (!tagMatches(buffer, offset + plainLength)) {
      return SrtpTransform.AUTHENTICATION_FAILED;
    }
    crypt(buffer, offset + header, plainLength - header, ssrc, index);
    return plainLength;
  }

  @Override
  public int protectRtcp(byte[] buffer, int offset, int length, int ssrc, int index) {
    crypt(buffer, offset + RTCP_HEADER, length - RTCP_HEADER, ssrc, index);
    Bytes.put32(buffer, offset + length, 0x8000_0000L | index);
    computeTag(buffer, offset, length + INDEX_WORD);
    System.arraycopy(digest, 0, buffer, offset + length + INDEX_WORD, TAG);
    return length + INDEX_WORD + TAG;
  }

  @Override
  public int unprotectRtcp(byte[] buffer, int offset, int length, int ssrc, int index) {
    int plainLength = length - TAG - INDEX_WORD;
    if (plainLength < RTCP_HEADER) {
      return SrtpTransform.MALFORMED;
    }
    computeTag(buffer, offset, plainLength + INDEX_WORD);
    if (!tagMatches(buffer, offset + plainLength + INDEX_WORD)) {
      return SrtpTransform.AUTHENTICATION_FAILED;
    }
    crypt(buffer, offset + RTCP_HEADER, plainLength - RTCP_HEADER, ssrc, index);
    return plainLength;
  }

  private void crypt(byte[] buffer, int at, int length, int ssrc, long index) {
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv.of(ssrc, index)));
      cipher.doFinal(buffer, at, length, buffer, at);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR takes any key stream position", e);
    }
  }

  private void computeRtpTag(byte[] buffer, int offset, int length, long index) {
    Bytes.put32(rollOver, 0, index >>> 16);
    mac.update(buffer, offset, length);
    mac.update(rollOver, 0, rollOver.length);
    finishTag();
  }

  private void computeTag(byte[] buffer, int offset, int length) {
    mac.update(buffer, offset, length);
    finishTag();
  }

  private void finishTag() {
    try {
      mac.doFinal(digest, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA1 has 20 bytes", e);
    }
  }

  private boolean tagMatches(byte[] buffer, int at) {
    int difference = 0;
    for (int i = 0; i < TAG; i++) {
      difference |= buffer[at + i] ^ digest[i];
    }
    return difference == 0;
  }
}

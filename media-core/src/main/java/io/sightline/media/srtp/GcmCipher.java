package io.sightline.media.srtp;

import io.sightline.media.rtp.Bytes;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AEAD_AES_128_GCM and AEAD_AES_256_GCM (RFC 7714 sections 8 and 9). */
final class GcmCipher implements PacketCipher {
  private static final int TAG = 16;
  private static final int RTCP_HEADER = 8;
  private static final int INDEX_WORD = 4;

  private final Cipher cipher;
  private final SecretKeySpec key;
  private final GcmIv iv;
  private final byte[] indexWord = new byte[INDEX_WORD];

  /** Plain text comes here first, so that a packet with a wrong tag leaves the buffer as it was. */
  private byte[] plain = new byte[2048];

  GcmCipher(byte[] sessionKey, byte[] sessionSalt) {
    key = new SecretKeySpec(sessionKey, "AES");
    iv = new GcmIv(sessionSalt);
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is missing in this JVM", e);
    }
  }

  @Override
  public int indexWordFromEnd() {
    return INDEX_WORD;
  }

  @Override
  public int protect(byte[] buffer, int offset, int header, int length, int ssrc, long index) {
    try {
      init(Cipher.ENCRYPT_MODE, iv.ofRtp(ssrc, index));
      cipher.updateAAD(buffer, offset, header);
      int at = offset + header;
      return header + cipher.doFinal(buffer, at, length - header, buffer, at);
    } catch (GeneralSecurityException e) {
      return SrtpTransform.INDEX_REUSED;
    }
  }

  @Override
  public int unprotect(byte[] buffer, int offset, int header, int length, int ssrc, long index) {
    if (length < header + TAG) {
      return SrtpTransform.MALFORMED;
    }
    try {
      init(Cipher.DECRYPT_MODE, iv.ofRtp(ssrc, index));
      cipher.updateAAD(buffer, offset, header);
      return header + decrypt(buffer, offset + header, length - header);
    } catch (GeneralSecurityException e) {
      return SrtpTransform.AUTHENTICATION_FAILED;
    }
  }

  @Override
  public int protectRtcp(byte[] buffer, int offset, int length, int ssrc, int index) {
    Bytes.put32(indexWord, 0, 0x8000_0000L | index);
    try {
      init(Cipher.ENCRYPT_MODE, iv.ofRtcp(ssrc, index));
      cipher.updateAAD(buffer, offset, RTCP_HEADER);
      cipher.updateAAD(indexWord, 0, INDEX_WORD);
      int at = offset + RTCP_HEADER;
      int body = cipher.doFinal(buffer, at, length - RTCP_HEADER, buffer, at);
      System.arraycopy(indexWord, 0, buffer, at + body, INDEX_WORD);
      return RTCP_HEADER + body + INDEX_WORD;
    } catch (GeneralSecurityException e) {
      return SrtpTransform.INDEX_REUSED;
    }
  }

  @Override
  public int unprotectRtcp(byte[] buffer, int offset, int length, int ssrc, int index) {
    int body = length - RTCP_HEADER - INDEX_WORD;
    if (body < TAG) {
      return SrtpTransform.MALFORMED;
    }
    try {
      init(Cipher.DECRYPT_MODE, iv.ofRtcp(ssrc, index));
      cipher.updateAAD(buffer, offset, RTCP_HEADER);
      cipher.updateAAD(buffer, offset + length - INDEX_WORD, INDEX_WORD);
      return RTCP_HEADER + decrypt(buffer, offset + RTCP_HEADER, body);
    } catch (GeneralSecurityException e) {
      return SrtpTransform.AUTHENTICATION_FAILED;
    }
  }

  private void init(int mode, byte[] vector) throws GeneralSecurityException {
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG, vector));
  }

  private int decrypt(byte[] buffer, int at, int length) throws GeneralSecurityException {
    if (plain.length < length) {
      plain = new byte[length];
    }
    int written = cipher.doFinal(buffer, at, length, plain, 0);
    System.arraycopy(plain, 0, buffer, at, written);
    return written;
  }
}

package io.sightline.media.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Seals and opens the segments of one sealed file. Not thread-safe. */
final class SegmentCipher {
  static final int SEGMENT = 65536;
  static final int HEADER = 5 + 4 + 16;
  private static final int NONCE = 12;
  private static final int TAG = 16;

  /** By how many bytes a segment is longer in the file than its plaintext. */
  static final int OVERHEAD = NONCE + TAG;

  private static final byte[] MAGIC = "SLSF1".getBytes(StandardCharsets.US_ASCII);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;
  private final byte[] header;
  private final byte[] associated;
  private final Cipher cipher;

  private SegmentCipher(byte[] key, byte[] header) {
    if (key.length != 32) {
      throw new IllegalArgumentException("the key must have 32 bytes");
    }
    this.key = new SecretKeySpec(key, "AES");
    this.header = header;
    this.associated = Arrays.copyOf(header, HEADER + 8 + 1);
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES-GCM", e);
    }
  }

  /** For a new file, with a new id. */
  static SegmentCipher fresh(byte[] key) {
    byte[] id = new byte[16];
    RANDOM.nextBytes(id);
    byte[] header = new byte[HEADER];
    ByteBuffer.wrap(header).put(MAGIC).putInt(SEGMENT).put(id);
    return new SegmentCipher(key, header);
  }

  /** For a file that begins with the given header. */
  static SegmentCipher of(byte[] key, byte[] header) throws IOException {
    boolean magic = Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    if (!magic || ByteBuffer.wrap(header).getInt(MAGIC.length) != SEGMENT) {
      throw new IOException("not a sealed file");
    }
    return new SegmentCipher(key, header.clone());
  }

  byte[] header() {
    return header.clone();
  }

  /** Where a segment begins in the file. */
  static long offset(long index) {
    return HEADER + index * (SEGMENT + OVERHEAD);
  }

  void seal(long index, boolean last, byte[] plain, int length, byte[] sealed) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    System.arraycopy(nonce, 0, sealed, 0, NONCE);
    try {
      start(Cipher.ENCRYPT_MODE, nonce, index, last);
      cipher.doFinal(plain, 0, length, sealed, NONCE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to encrypt", e);
    }
  }

  void open(long index, boolean last, byte[] sealed, int length, byte[] plain) throws IOException {
    try {
      start(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE), index, last);
      cipher.doFinal(sealed, NONCE, length + TAG, plain, 0);
    } catch (AEADBadTagException e) {
      throw new IOException("a segment of the sealed file is not authentic", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to decrypt", e);
    }
  }

  private void start(int mode, byte[] nonce, long index, boolean last)
      throws GeneralSecurityException {
    ByteBuffer.wrap(associated).putLong(HEADER, index).put(HEADER + 8, (byte) (last ? 1 : 0));
    cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
    cipher.updateAAD(associated);
  }
}

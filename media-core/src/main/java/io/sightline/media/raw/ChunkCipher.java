package io.sightline.media.raw;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Seals and opens the chunks of one track log. Not thread-safe. */
final class ChunkCipher {
  static final int KEY_BYTES = 32;
  static final int TAG_BYTES = 16;
  private static final int PREFIX_BYTES = TrackLogHeader.NONCE_PREFIX_BYTES;

  private final SecretKeySpec key;
  private final byte[] header;
  private final byte[] nonce = new byte[12];
  private final Cipher cipher;

  ChunkCipher(byte[] key, TrackLogHeader header) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("the key must have 32 bytes");
    }
    this.key = new SecretKeySpec(key, "AES");
    this.header = header.encoded();
    System.arraycopy(header.noncePrefix(), 0, nonce, 0, PREFIX_BYTES);
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES-GCM", e);
    }
  }

  /** Encrypts into {@code out} and returns the number of bytes written, tag included. */
  int seal(int counter, boolean last, byte[] in, int length, byte[] out, int outOffset) {
    try {
      start(Cipher.ENCRYPT_MODE, counter, last);
      return cipher.doFinal(in, 0, length, out, outOffset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to encrypt", e);
    }
  }

  /** Returns the number of plaintext bytes, or -1 if the chunk is not authentic. */
  int open(int counter, boolean last, byte[] in, int length, byte[] out) {
    try {
      start(Cipher.DECRYPT_MODE, counter, last);
      return cipher.doFinal(in, 0, length, out, 0);
    } catch (AEADBadTagException e) {
      return -1;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to decrypt", e);
    }
  }

  private void start(int mode, int counter, boolean last) throws GeneralSecurityException {
    ByteBuffer.wrap(nonce).putInt(PREFIX_BYTES, counter).put(11, (byte) (last ? 1 : 0));
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
    cipher.updateAAD(header);
  }
}

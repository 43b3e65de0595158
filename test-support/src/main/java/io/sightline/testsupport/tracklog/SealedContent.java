package io.sightline.testsupport.tracklog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Opens a sealed file as a whole. */
public final class SealedContent {
  private static final int HEADER = 25;

  private SealedContent() {}

  /**
   * The plaintext.
   *
   * @param key 32 bytes
   * @throws IOException when any segment is not authentic
   */
  public static byte[] read(Path file, byte[] key) throws IOException {
    byte[] all = Files.readAllBytes(file);
    String magic = new String(all, 0, Math.min(5, all.length), StandardCharsets.US_ASCII);
    if (all.length < HEADER || !magic.equals("SLSF1")) {
      throw new IOException("not a sealed file: " + file);
    }
    int segment = ByteBuffer.wrap(all).getInt(5);
    byte[] header = Arrays.copyOf(all, HEADER);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    long index = 0;
    int at = HEADER;
    do {
      int end = Math.min(all.length, at + 12 + segment + 16);
      byte[] aad =
          ByteBuffer.allocate(HEADER + 9)
              .put(header)
              .putLong(index++)
              .put((byte) (end == all.length ? 1 : 0))
              .array();
      plain.writeBytes(open(all, at, end, key, aad));
      at = end;
    } while (at < all.length);
    return plain.toByteArray();
  }

  private static byte[] open(byte[] all, int from, int to, byte[] key, byte[] aad)
      throws IOException {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      GCMParameterSpec nonce =
          new GCMParameterSpec(128, Arrays.copyOfRange(all, from, Math.min(from + 12, to)));
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), nonce);
      cipher.updateAAD(aad);
      return cipher.doFinal(all, from + 12, Math.max(0, to - from - 12));
    } catch (GeneralSecurityException e) {
      throw new IOException("segment is not authentic", e);
    }
  }
}

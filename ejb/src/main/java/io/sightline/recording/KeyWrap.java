package io.sightline.recording;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** AES-256 keys and their wrapping (RFC 3394), which also proves that a key is the right one. */
final class KeyWrap {
  static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private KeyWrap() {}

  static byte[] freshKey() {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    return key;
  }

  static String wrap(byte[] key, byte[] under) {
    try {
      Cipher cipher = Cipher.getInstance("AESWrap");
      cipher.init(Cipher.WRAP_MODE, aes(under));
      return Base64.getEncoder().encodeToString(cipher.wrap(aes(key)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key could not be wrapped", e);
    }
  }

  /**
   * The key that was wrapped.
   *
   * @throws IllegalStateException when it was wrapped under another key or changed since
   */
  static byte[] unwrap(String wrapped, byte[] under) {
    try {
      Cipher cipher = Cipher.getInstance("AESWrap");
      cipher.init(Cipher.UNWRAP_MODE, aes(under));
      return cipher
          .unwrap(Base64.getDecoder().decode(wrapped), "AES", Cipher.SECRET_KEY)
          .getEncoded();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException("the key could not be unwrapped", e);
    }
  }

  /** A key for one purpose, which tells nothing of the key it comes from. */
  static byte[] derive(byte[] key, String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key could not be derived", e);
    }
  }

  private static SecretKey aes(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes");
    }
    return new SecretKeySpec(Arrays.copyOf(key, KEY_BYTES), "AES");
  }
}

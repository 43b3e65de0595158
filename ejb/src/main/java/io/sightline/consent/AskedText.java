package io.sightline.consent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What somebody is asked.
 *
 * @param language a language tag in lower case, such as {@code de}
 * @param version from 1 in each language; 0 is the text that comes with the product
 * @param sha256 of the text in UTF-8, lower-case hexadecimal
 */
public record AskedText(String language, int version, String text, String sha256) {

  static AskedText of(String language, int version, String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new AskedText(language, version, text, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

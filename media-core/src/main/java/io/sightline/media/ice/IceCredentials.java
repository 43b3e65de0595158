package io.sightline.media.ice;

import java.security.SecureRandom;

/**
 * A local ufrag and password (RFC 8839 section 5.4).
 *
 * @param ufrag 4 to 256 ice-chars
 * @param pwd 22 to 256 ice-chars; secret, left out of {@link #toString}
 */
public record IceCredentials(String ufrag, String pwd) {
  private static final int UFRAG_LENGTH = 8;
  private static final int PWD_LENGTH = 32;
  private static final char[] ICE_CHARS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".toCharArray();

  /** Checks the lengths and characters; throws IllegalArgumentException otherwise. */
  public IceCredentials {
    requireIceChars(ufrag, 4, "ufrag");
    requireIceChars(pwd, 22, "pwd");
  }

  /** Fresh credentials: 48 random bits of ufrag, 192 of password. */
  public static IceCredentials generate(SecureRandom random) {
    return new IceCredentials(draw(random, UFRAG_LENGTH), draw(random, PWD_LENGTH));
  }

  private static String draw(SecureRandom random, int length) {
    char[] chars = new char[length];
    for (int i = 0; i < length; i++) {
      chars[i] = ICE_CHARS[random.nextInt(ICE_CHARS.length)];
    }
    return new String(chars);
  }

  private static void requireIceChars(String text, int atLeast, String name) {
    if (text.length() < atLeast || text.length() > 256) {
      throw new IllegalArgumentException(name + " has " + text.length() + " characters");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean iceChar =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '+'
              || c == '/';
      if (!iceChar) {
        throw new IllegalArgumentException(name + " has a character outside ice-char");
      }
    }
  }

  @Override
  public String toString() {
    return "IceCredentials[ufrag=" + ufrag + "]";
  }
}

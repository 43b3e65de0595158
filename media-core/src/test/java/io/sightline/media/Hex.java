package io.sightline.media;

import java.util.HexFormat;

/** Bytes written as in the RFCs' test vectors. */
public final class Hex {
  private Hex() {}

  /** Reads hexadecimal digits; white space is left out. */
  public static byte[] bytes(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }

  public static String of(byte[] bytes, int offset, int length) {
    return HexFormat.of().formatHex(bytes, offset, offset + length);
  }
}

package io.sightline.web.rest;

import java.nio.charset.StandardCharsets;

/** The name under which a browser saves a file (RFC 6266). */
final class DownloadName {
  private static final int LONGEST = 150;

  private DownloadName() {}

  /**
   * A header's value. Whatever could name a place, hide a file or end the header becomes {@code _};
   * a name that is not ASCII comes along a second time in the form of RFC 8187.
   */
  static String attachment(String name) {
    StringBuilder ascii = new StringBuilder();
    StringBuilder full = new StringBuilder();
    name.codePoints()
        .limit(LONGEST)
        .forEach(
            point -> {
              int safe = safe(point);
              full.appendCodePoint(safe);
              ascii.append(safe < 0x7f ? (char) safe : '_');
            });
    if (full.length() == 0 || full.charAt(0) == '.') {
      ascii.insert(0, '_');
      full.insert(0, '_');
    }
    String value = "attachment; filename=\"" + ascii + "\"";
    return full.toString().contentEquals(ascii)
        ? value
        : value + "; filename*=UTF-8''" + encoded(full.toString());
  }

  private static int safe(int point) {
    boolean format =
        Character.getType(point) == Character.FORMAT
            || Character.getType(point) == Character.SURROGATE;
    return point < 0x20
            || (point >= 0x7f && point < 0xa0)
            || format
            || Character.isSpaceChar(point)
            || "\"\\/:*?<>|%;'".indexOf(point) >= 0
        ? '_'
        : point;
  }

  /** RFC 8187 section 3.2.1: attr-char as it is, other octets in percent. */
  private static String encoded(String text) {
    StringBuilder value = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      int octet = each & 0xff;
      boolean plain =
          (octet >= 'a' && octet <= 'z')
              || (octet >= 'A' && octet <= 'Z')
              || (octet >= '0' && octet <= '9')
              || "!#$&+-.^_`|~".indexOf(octet) >= 0;
      if (plain) {
        value.append((char) octet);
      } else {
        value.append('%').append(hex(octet >> 4)).append(hex(octet & 0xf));
      }
    }
    return value.toString();
  }

  private static char hex(int digit) {
    return "0123456789ABCDEF".charAt(digit);
  }
}

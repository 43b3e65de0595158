package io.sightline.gateway.sdp;

/** Decimal numbers of descriptions, without signs, blanks or overflow. */
final class Numbers {
  private Numbers() {}

  /** The number, or -1 when the text is not one from 0 to {@code max}. */
  static long unsigned(String text, long max) {
    if (text.isEmpty() || text.length() > 19) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number <= max ? number : -1;
  }
}

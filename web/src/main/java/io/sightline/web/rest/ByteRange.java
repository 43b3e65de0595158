package io.sightline.web.rest;

/**
 * What a {@code Range} header asks of a representation (RFC 9110 section 14).
 *
 * @param outcome WHOLE also for headers that are to be ignored
 * @param first first byte, inclusive
 * @param last last byte, inclusive; below {@code first} for an empty representation
 */
public record ByteRange(Outcome outcome, long first, long last) {
  /** What to answer. */
  public enum Outcome {
    /** 200 and everything. */
    WHOLE,
    /** 206 and the bytes from first to last. */
    PART,
    /** 416: no byte of it exists. */
    UNSATISFIABLE
  }

  private static final String UNIT = "bytes=";

  /**
   * Reads a header. Several ranges, other units and malformed headers count as none, as section
   * 14.2 allows.
   *
   * @param header null when there is none
   * @param size of the representation in bytes
   */
  public static ByteRange of(String header, long size) {
    ByteRange whole = new ByteRange(Outcome.WHOLE, 0, size - 1);
    if (header == null || !header.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return whole;
    }
    String spec = header.substring(UNIT.length()).strip();
    int dash = spec.indexOf('-');
    if (dash < 0 || spec.indexOf(',') >= 0) {
      return whole;
    }
    long from = number(spec.substring(0, dash));
    long to = number(spec.substring(dash + 1));
    if (from == MALFORMED || to == MALFORMED || (from == NONE && to == NONE)) {
      return whole;
    }
    if (from == NONE) {
      return to == 0 || size == 0
          ? new ByteRange(Outcome.UNSATISFIABLE, 0, -1)
          : new ByteRange(Outcome.PART, Math.max(0, size - to), size - 1);
    }
    if (to != NONE && to < from) {
      return whole;
    }
    if (from >= size) {
      return new ByteRange(Outcome.UNSATISFIABLE, 0, -1);
    }
    return new ByteRange(Outcome.PART, from, to == NONE ? size - 1 : Math.min(to, size - 1));
  }

  private static final long NONE = -1;
  private static final long MALFORMED = -2;

  /** Numbers too large for a long are as good as the largest. */
  private static long number(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return MALFORMED;
      }
      number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
    }
    return number;
  }

  public long length() {
    return last - first + 1;
  }
}

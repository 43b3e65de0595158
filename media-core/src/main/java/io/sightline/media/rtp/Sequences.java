package io.sightline.media.rtp;

/** Arithmetic on wrapping numbers (RFC 1982, RFC 3550 appendix A.1). */
public final class Sequences {
  private Sequences() {}

  /** The signed distance from {@code b} to {@code a} modulo 2^16: -32768 to 32767. */
  public static int distance16(int a, int b) {
    return (short) (a - b);
  }

  /** The signed distance from {@code b} to {@code a} modulo 2^32. */
  public static int distance32(long a, long b) {
    return (int) (a - b);
  }

  /** True when {@code a} comes after {@code b} modulo 2^16. */
  public static boolean isNewer16(int a, int b) {
    return distance16(a, b) > 0;
  }

  /** The index nearest to {@code reference} whose low 16 bits are {@code sequence}. */
  public static long extend16(int sequence, long reference) {
    return reference + (short) (sequence - (int) reference);
  }
}

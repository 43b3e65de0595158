package io.sightline.mixer.rtp;

/** Extends a wrapping counter of 16 or 32 bits (RFC 3550 appendix A.1). Not thread-safe. */
public final class Unwrapper {
  private final long modulus;
  private long last;
  private boolean started;

  /**
   * @param bits the counter's width, 16 or 32
   */
  public Unwrapper(int bits) {
    this.modulus = 1L << bits;
  }

  /** Returns one that goes on from the same value. */
  public Unwrapper copy() {
    Unwrapper copy = new Unwrapper(Long.numberOfTrailingZeros(modulus));
    copy.last = last;
    copy.started = started;
    return copy;
  }

  /** Returns the extended value nearest to the one before. The first one counts from 2^bits. */
  public long unwrap(long value) {
    if (!started) {
      started = true;
      last = modulus + value;
      return last;
    }
    last = near(value);
    return last;
  }

  /** Returns the extended value nearest to the latest one and remembers nothing. */
  public long near(long value) {
    long delta = Math.floorMod(value - last, modulus);
    return last + (delta < modulus / 2 ? delta : delta - modulus);
  }

  public boolean started() {
    return started;
  }
}

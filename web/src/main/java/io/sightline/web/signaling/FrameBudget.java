package io.sightline.web.signaling;

/** How many frames a socket may send: a token bucket of four seconds' worth. Not thread-safe. */
final class FrameBudget {
  private static final double BURST_SECONDS = 4;
  private static final double NANOS = 1_000_000_000.0;

  private final double perSecond;
  private double tokens;
  private long lastNs;
  private boolean used;

  FrameBudget(int perSecond) {
    this.perSecond = perSecond;
    this.tokens = perSecond * BURST_SECONDS;
  }

  /**
   * Takes one.
   *
   * @param nowNs monotonic time
   * @return false when there is none left
   */
  boolean take(long nowNs) {
    if (used) {
      double earned = (nowNs - lastNs) / NANOS * perSecond;
      tokens = Math.min(perSecond * BURST_SECONDS, tokens + earned);
    }
    used = true;
    lastNs = nowNs;
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }
}

package io.sightline.media.transport;

import java.util.concurrent.TimeUnit;

/**
 * Whether a busy media thread lets datagrams gather before it takes them: waking up for each one
 * costs more than the rest of its way. Media thread only.
 */
final class Gathering {
  /** Datagrams a second from which on it pays: some ten calls. */
  private static final long WORTHWHILE_RATE = 4_000;

  private static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long WORTHWHILE = WORTHWHILE_RATE * WINDOW_NS / TimeUnit.SECONDS.toNanos(1);

  private final long pauseNs;
  private long windowNs;
  private long counted;
  private boolean worthwhile;

  /**
   * A rule.
   *
   * @param pauseNs how long datagrams gather, which they wait at most; 0 for never
   */
  Gathering(long pauseNs, long nowNs) {
    this.pauseNs = pauseNs;
    this.windowNs = nowNs;
  }

  /** Notes how many datagrams a round brought. */
  void note(long datagrams, long nowNs) {
    counted += datagrams;
    if (nowNs - windowNs >= WINDOW_NS) {
      worthwhile = counted >= WORTHWHILE && nowNs - windowNs < 2 * WINDOW_NS;
      windowNs = nowNs;
      counted = 0;
    }
  }

  /** How long to pause before the next round, or 0 to wait for the next datagram. */
  long pauseNs() {
    return worthwhile ? pauseNs : 0;
  }
}

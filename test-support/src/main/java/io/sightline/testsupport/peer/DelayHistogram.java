package io.sightline.testsupport.peer;

import java.util.Arrays;

/** Counts delays in steps of 20 µs up to 200 ms. One thread. */
public final class DelayHistogram {
  private static final long STEP_NS = 20_000;

  private final long[] buckets = new long[10_000];
  private long count;
  private long worst;

  public void add(long delayNs) {
    int bucket = (int) Math.max(0, Math.min(buckets.length - 1, delayNs / STEP_NS));
    buckets[bucket]++;
    count++;
    worst = Math.max(worst, delayNs);
  }

  /** Takes in what another one counted. */
  public void add(DelayHistogram other) {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] += other.buckets[i];
    }
    count += other.count;
    worst = Math.max(worst, other.worst);
  }

  void reset() {
    Arrays.fill(buckets, 0);
    count = 0;
    worst = 0;
  }

  /**
   * The delay that a share of all did not exceed, 0 when nothing was measured.
   *
   * @param share above 0, at most 1
   */
  public long percentileNs(double share) {
    long wanted = (long) Math.ceil(share * count);
    long seen = 0;
    for (int i = 0; i < buckets.length && count > 0; i++) {
      seen += buckets[i];
      if (seen >= wanted) {
        return Math.min(worst, (i + 1) * STEP_NS);
      }
    }
    return 0;
  }

  public long worstNs() {
    return worst;
  }
}

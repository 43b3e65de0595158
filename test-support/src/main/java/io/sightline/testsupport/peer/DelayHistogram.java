package io.sightline.testsupport.peer;

/** Counts delays in steps of 20 µs up to 200 ms. */
final class DelayHistogram {
  private static final long STEP_NS = 20_000;

  private final long[] buckets = new long[10_000];
  private long count;
  private long worst;

  void add(long delayNs) {
    int bucket = (int) Math.max(0, Math.min(buckets.length - 1, delayNs / STEP_NS));
    buckets[bucket]++;
    count++;
    worst = Math.max(worst, delayNs);
  }

  /**
   * The delay that a share of all did not exceed, 0 when nothing was measured.
   *
   * @param share above 0, at most 1
   */
  long percentileNs(double share) {
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

  long worstNs() {
    return worst;
  }
}

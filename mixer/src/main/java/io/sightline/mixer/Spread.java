package io.sightline.mixer;

/** How far something strays, counted by the millisecond. Can be added up; not thread-safe. */
final class Spread {
  private static final int MOST_MS = 2_000;

  private final long[] counts = new long[2 * MOST_MS + 1];
  private long total;

  void add(long ns) {
    long ms = Math.round(ns / 1e6);
    counts[(int) Math.max(-MOST_MS, Math.min(MOST_MS, ms)) + MOST_MS]++;
    total++;
  }

  void add(Spread other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  boolean isEmpty() {
    return total == 0;
  }

  /** In ms; 0 where nothing was counted. */
  long median() {
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen * 2 >= total && total > 0) {
        return (long) i - MOST_MS;
      }
    }
    return 0;
  }

  /** The distance from a value, in ms, within which 95 of a hundred lie. */
  long reach(long fromMs) {
    long seen = 0;
    for (int distance = 0; distance <= 2 * MOST_MS; distance++) {
      seen += at(fromMs + distance) + (distance == 0 ? 0 : at(fromMs - distance));
      if (seen * 100 >= total * 95) {
        return distance;
      }
    }
    return 0;
  }

  private long at(long ms) {
    return Math.abs(ms) > MOST_MS ? 0 : counts[(int) ms + MOST_MS];
  }
}

package io.sightline.media.stream;

/**
 * Indices that were skipped and when to ask for each again, ascending. Bounded; the oldest is given
 * up when a new one finds no room.
 */
final class MissingPackets {
  /** Waited before the first NACK, since packets overtake each other. */
  static final long REORDERING_NS = 10_000_000L;

  /** After this long a repaired packet would come too late for playout. */
  static final long GIVE_UP_NS = 1_000_000_000L;

  static final int MAX_TRIES = 10;
  private static final int CAPACITY = 512;
  private static final long MIN_PAUSE_NS = 20_000_000L;
  private static final long MAX_PAUSE_NS = 500_000_000L;

  private final long[] index = new long[CAPACITY];
  private final long[] sinceNs = new long[CAPACITY];
  private final long[] dueNs = new long[CAPACITY];
  private final byte[] tries = new byte[CAPACITY];
  private int count;
  private boolean givenUp;

  /** Notes the skipped indices from {@code from} to before {@code to}. */
  void skipped(long from, long to, long nowNs) {
    long first = from;
    if (to - from > CAPACITY) {
      clear();
      givenUp = true;
      first = to - CAPACITY;
    }
    int excess = count + (int) (to - first) - CAPACITY;
    if (excess > 0) {
      remove(0, excess);
      givenUp = true;
    }
    for (long missing = first; missing < to; missing++) {
      set(count++, missing, nowNs);
    }
  }

  /** Notes skipped indices that lie before all others: the first packet came late. */
  void skippedBefore(long from, long to, long nowNs) {
    int length = (int) Math.min(to - from, CAPACITY - count);
    for (int i = count - 1; i >= 0 && length > 0; i--) {
      move(i, i + length);
    }
    for (int i = 0; i < length; i++) {
      set(i, to - length + i, nowNs);
    }
    count += length;
  }

  private void set(int at, long missing, long nowNs) {
    index[at] = missing;
    sinceNs[at] = nowNs;
    dueNs[at] = nowNs + REORDERING_NS;
    tries[at] = 0;
  }

  /** Forgets an index that arrived. */
  void arrived(long arrived) {
    int at = java.util.Arrays.binarySearch(index, 0, count, arrived);
    if (at >= 0) {
      remove(at, 1);
    }
  }

  void clear() {
    count = 0;
  }

  /** Writes the sequence numbers that are due and counts the try; see {@link ReceiveStream}. */
  int poll(long nowNs, long roundTripNs, int[] sequences) {
    long pause = Math.max(MIN_PAUSE_NS, Math.min(MAX_PAUSE_NS, roundTripNs));
    int kept = 0;
    int written = 0;
    for (int i = 0; i < count; i++) {
      if ((tries[i] >= MAX_TRIES && nowNs - dueNs[i] >= 0) || nowNs - sinceNs[i] >= GIVE_UP_NS) {
        givenUp = true;
        continue;
      }
      if (nowNs - dueNs[i] >= 0 && written < sequences.length) {
        sequences[written++] = (int) index[i] & 0xFFFF;
        tries[i]++;
        dueNs[i] = nowNs + pause;
      }
      move(i, kept++);
    }
    count = kept;
    return written;
  }

  boolean takeGivenUp() {
    boolean result = givenUp;
    givenUp = false;
    return result;
  }

  private void move(int from, int to) {
    index[to] = index[from];
    sinceNs[to] = sinceNs[from];
    dueNs[to] = dueNs[from];
    tries[to] = tries[from];
  }

  private void remove(int at, int length) {
    for (int i = at + length; i < count; i++) {
      move(i, i - length);
    }
    count = Math.max(at, count - length);
  }
}

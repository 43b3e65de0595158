package io.sightline.media.rtp;

import java.util.Arrays;

/** Which of the latest extended indices were seen: a sliding bitmap. One thread. */
public final class IndexWindow {
  private final long[] seen;
  private final int size;
  private long highest = -1;

  /**
   * @param size indices remembered, a power of two, at least 64
   */
  public IndexWindow(int size) {
    if (size < Long.SIZE || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("size " + size);
    }
    this.size = size;
    seen = new long[size / Long.SIZE];
  }

  /** Highest index marked, or -1. */
  public long highest() {
    return highest;
  }

  /** True when nobody knows any more whether the index was seen; also for negative ones. */
  public boolean isTooOld(long index) {
    return index < 0 || highest - index >= size;
  }

  /** True when the index was marked; defined for indices that are not too old. */
  public boolean isSeen(long index) {
    return index <= highest && (seen[word(index)] & bit(index)) != 0;
  }

  /** Marks an index that is not too old; a higher one moves the window. */
  public void mark(long index) {
    if (index > highest) {
      if (index - highest >= size) {
        Arrays.fill(seen, 0);
      } else {
        for (long passed = highest + 1; passed < index; passed++) {
          seen[word(passed)] &= ~bit(passed);
        }
      }
      highest = index;
    }
    seen[word(index)] |= bit(index);
  }

  private int word(long index) {
    return (int) (index & (size - 1)) >> 6;
  }

  private static long bit(long index) {
    return 1L << (index & 63);
  }
}

package io.sightline.media.srtp;

/** Which of the latest {@value #SIZE} indices were seen (RFC 3711 section 3.3.2). */
final class ReplayWindow {
  static final int SIZE = 1024;

  private final long[] seen = new long[SIZE / Long.SIZE];
  private long highest = -1;

  /** Highest committed index, or -1. */
  long highest() {
    return highest;
  }

  /** 0 when the index is new, else {@link SrtpTransform#REPLAYED} or TOO_OLD. */
  int check(long index) {
    if (index > highest) {
      return 0;
    }
    if (index < 0 || highest - index >= SIZE) {
      return SrtpTransform.TOO_OLD;
    }
    return (seen[word(index)] & bit(index)) == 0 ? 0 : SrtpTransform.REPLAYED;
  }

  /** Marks an index that {@link #check} called new. */
  void commit(long index) {
    if (index > highest) {
      if (index - highest >= SIZE) {
        java.util.Arrays.fill(seen, 0);
      } else {
        for (long passed = highest + 1; passed < index; passed++) {
          seen[word(passed)] &= ~bit(passed);
        }
      }
      highest = index;
    }
    seen[word(index)] |= bit(index);
  }

  private static int word(long index) {
    return (int) (index & SIZE - 1) >> 6;
  }

  private static long bit(long index) {
    return 1L << (index & 63);
  }
}

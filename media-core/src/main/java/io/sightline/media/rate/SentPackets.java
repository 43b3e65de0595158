package io.sightline.media.rate;

import io.sightline.media.rtp.Sequences;

/** When each of the last packets with a transport-wide sequence number was sent, and its size. */
final class SentPackets {
  /** Packets remembered, 14 kB: two seconds of 5 Mbit/s; feedback comes within a quarter. */
  private static final int WINDOW = 1024;

  /** The index of no packet: the first is one cycle up. */
  private static final int NONE = 0;

  private final int[] index = new int[WINDOW];
  private final long[] sentNs = new long[WINDOW];
  private final short[] bytes = new short[WINDOW];
  private long highest;
  private int found;

  /**
   * @param length at most 32767 bytes
   */
  void sent(int sequence, int length, long nowNs) {
    highest = highest == NONE ? sequence + (1L << 16) : Math.max(highest, extend(sequence));
    int slot = slot(highest);
    index[slot] = (int) highest;
    sentNs[slot] = nowNs;
    bytes[slot] = (short) length;
  }

  /** Looks a packet up, once; false when it is unknown, forgotten or was looked up before. */
  boolean take(int sequence) {
    if (highest == NONE) {
      return false;
    }
    long wanted = extend(sequence);
    found = slot(wanted);
    if (index[found] != (int) wanted) {
      return false;
    }
    index[found] = NONE;
    return true;
  }

  private long extend(int sequence) {
    return Sequences.extend16(sequence, highest);
  }

  private static int slot(long of) {
    return (int) of & WINDOW - 1;
  }

  long sentNs() {
    return sentNs[found];
  }

  int bytes() {
    return bytes[found];
  }
}

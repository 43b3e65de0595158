package io.sightline.media.server;

import java.util.BitSet;

/**
 * Port numbers that participants have for themselves, in turn: one given back is the last to be
 * taken again, so that stray packets of its former user meet nobody. Any thread.
 */
final class PortRange {
  private final int first;
  private final int count;
  private final BitSet taken;
  private int next;

  /** From the first to the last, both included. */
  PortRange(int first, int last) {
    this.first = first;
    this.count = last - first + 1;
    this.taken = new BitSet(count);
  }

  /** A number that nobody has, or -1. */
  synchronized int take() {
    int free = taken.nextClearBit(next);
    if (free >= count) {
      free = taken.nextClearBit(0);
    }
    if (free >= count) {
      return -1;
    }
    taken.set(free);
    next = free + 1;
    return first + free;
  }

  synchronized void giveBack(int number) {
    taken.clear(number - first);
  }

  synchronized int inUse() {
    return taken.cardinality();
  }

  int size() {
    return count;
  }

  @Override
  public String toString() {
    return first + "-" + (first + count - 1);
  }
}

package io.sightline.mixer.rtp;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts the packets of one stream in order by extended sequence number. Offline, so it may wait
 * long: a missing packet is given up when one second of later arrivals has gone by, or {@value
 * #MAX_HELD} packets wait. Not thread-safe.
 */
public final class JitterBuffer {
  private static final long MAX_WAIT_NS = 1_000_000_000L;
  private static final int MAX_HELD = 1024;

  /** A packet so long behind its successor was lost at first. */
  private static final long LATE_NS = 20_000_000L;

  private static final int MAX_GIVEN_UP = 4096;

  private final TreeMap<Long, RtpPacket> held = new TreeMap<>();
  private final TreeSet<Long> givenUp = new TreeSet<>();
  private long next = Long.MIN_VALUE;
  private long newest = Long.MIN_VALUE;
  private long newestSinceNs;
  private long newestArrivalNs;
  private boolean flushing;
  private boolean gapBefore;
  private long emitted;
  private long lost;
  private long recovered;
  private long duplicates;
  private long discarded;

  public void offer(RtpPacket packet) {
    long sequence = packet.sequence();
    newestArrivalNs = Math.max(newestArrivalNs, packet.arrivalNs());
    if (sequence < next) {
      if (givenUp.remove(sequence)) {
        discarded++;
      } else {
        duplicates++;
      }
      return;
    }
    if (held.putIfAbsent(sequence, packet) != null) {
      duplicates++;
      return;
    }
    if (sequence > newest) {
      newest = sequence;
      newestSinceNs = packet.arrivalNs();
    }
    boolean late = sequence < newest && packet.arrivalNs() - newestSinceNs > LATE_NS;
    recovered += packet.resent() || late ? 1 : 0;
  }

  /** Lets out everything that is held, gaps or not. */
  public void flush() {
    flushing = true;
  }

  /** Returns the next packet in order, or null while it has to be waited for. */
  public RtpPacket poll() {
    Map.Entry<Long, RtpPacket> first = held.firstEntry();
    if (first == null) {
      return null;
    }
    long sequence = first.getKey();
    boolean inOrder = next == Long.MIN_VALUE || sequence == next;
    if (!inOrder && !flushing && held.size() < MAX_HELD) {
      long waitedNs = newestArrivalNs - first.getValue().arrivalNs();
      if (waitedNs < MAX_WAIT_NS) {
        return null;
      }
    }
    gapBefore = !inOrder;
    if (!inOrder) {
      lost += sequence - next;
      giveUp(next, sequence);
    }
    next = sequence + 1;
    emitted++;
    return held.pollFirstEntry().getValue();
  }

  private void giveUp(long from, long to) {
    for (long sequence = Math.max(from, to - MAX_GIVEN_UP); sequence < to; sequence++) {
      givenUp.add(sequence);
    }
    while (givenUp.size() > MAX_GIVEN_UP) {
      givenUp.pollFirst();
    }
  }

  /** Whether packets are missing before the one polled last. */
  public boolean gapBefore() {
    return gapBefore;
  }

  public long emitted() {
    return emitted;
  }

  public long lost() {
    return lost;
  }

  /** Packets that came as retransmissions, or so late that they had been missing. */
  public long recovered() {
    return recovered;
  }

  /** Packets that had come before. */
  public long duplicates() {
    return duplicates;
  }

  /** Packets that came after they had been given up. */
  public long discarded() {
    return discarded;
  }
}

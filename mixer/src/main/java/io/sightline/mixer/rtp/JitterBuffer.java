package io.sightline.mixer.rtp;

import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the packets of one stream in order by extended sequence number. Offline, so it may wait
 * long: a missing packet is given up when one second of later arrivals has gone by, or {@value
 * #MAX_HELD} packets wait. Not thread-safe.
 */
public final class JitterBuffer {
  private static final long MAX_WAIT_NS = 1_000_000_000L;
  private static final int MAX_HELD = 1024;

  private final TreeMap<Long, RtpPacket> held = new TreeMap<>();
  private long next = Long.MIN_VALUE;
  private long newestArrivalNs;
  private boolean flushing;
  private boolean gapBefore;
  private long emitted;
  private long lost;
  private long discarded;

  public void offer(RtpPacket packet) {
    newestArrivalNs = Math.max(newestArrivalNs, packet.arrivalNs());
    if (packet.sequence() < next || held.putIfAbsent(packet.sequence(), packet) != null) {
      discarded++;
    }
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
    lost += inOrder ? 0 : sequence - next;
    next = sequence + 1;
    emitted++;
    return held.pollFirstEntry().getValue();
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

  /** Duplicates, and packets that came after they had been given up. */
  public long discarded() {
    return discarded;
  }
}

package io.sightline.media.stream;

import io.sightline.media.rtp.RtpPacket;
import java.util.Arrays;

/** The latest packets sent, in one preallocated array. */
final class RetransmissionCache {
  /** Bytes of a slot; longer packets are not kept. */
  static final int MAX_PACKET = 1500;

  /** However short the round trip, one packet is repeated at most this often. */
  private static final long MIN_PAUSE_NS = 5_000_000L;

  private static final long NEVER = Long.MIN_VALUE;

  private final int mask;
  private final byte[] bytes;
  private final int[] lengths;
  private final long[] indices;
  private final long[] repeatedNs;
  private final RtpPacket found = new RtpPacket();
  private int foundSlot;

  /**
   * @param packets a power of two
   */
  RetransmissionCache(int packets) {
    if (Integer.bitCount(packets) != 1) {
      throw new IllegalArgumentException("cache of " + packets + " packets");
    }
    mask = packets - 1;
    bytes = new byte[packets * MAX_PACKET];
    lengths = new int[packets];
    indices = new long[packets];
    repeatedNs = new long[packets];
    Arrays.fill(indices, -1);
  }

  void clear() {
    Arrays.fill(indices, -1);
  }

  void put(RtpPacket packet, long index) {
    int slot = (int) index & mask;
    if (packet.length() > MAX_PACKET || index < indices[slot]) {
      return;
    }
    System.arraycopy(packet.buffer(), packet.offset(), bytes, slot * MAX_PACKET, packet.length());
    lengths[slot] = packet.length();
    indices[slot] = index;
    repeatedNs[slot] = NEVER;
  }

  /** The packet of that index, valid until the next call, or null. */
  RtpPacket get(long index) {
    int slot = (int) index & mask;
    if (index < 0 || indices[slot] != index) {
      return null;
    }
    foundSlot = slot;
    return found.wrap(bytes, slot * MAX_PACKET, lengths[slot]) ? found : null;
  }

  /** True when the packet just found may be repeated now; notes that it is. */
  boolean takeTurn(long nowNs, long roundTripNs) {
    long last = repeatedNs[foundSlot];
    if (last != NEVER && nowNs - last < Math.max(MIN_PAUSE_NS, roundTripNs)) {
      return false;
    }
    repeatedNs[foundSlot] = nowNs;
    return true;
  }
}

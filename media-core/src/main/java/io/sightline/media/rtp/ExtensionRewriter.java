package io.sightline.media.rtp;

/**
 * Rewrites a packet's header extensions from the sender's identifiers to a receiver's, in place.
 *
 * <p>Configured once, then used from one thread. Elements without a mapping are turned into
 * padding. abs-send-time and transport-wide sequence numbers describe a hop, not a stream: they are
 * set anew by {@link #setAbsSendTime} and {@link #setTransportSequence}.
 */
public final class ExtensionRewriter {
  private final HeaderExtensions cursor = new HeaderExtensions();
  private final byte[] map = new byte[256];
  private byte[] mid = new byte[0];
  private int midId = -1;

  /** Maps identifier {@code from} of the source to {@code to} of the target, each 1 to 255. */
  public void map(int from, int to) {
    map[from] = (byte) to;
  }

  /** Forgets all mappings. */
  public void clear() {
    java.util.Arrays.fill(map, (byte) 0);
    midId = -1;
  }

  /**
   * Replaces the value of mid elements, mapped to {@code targetId}, by the target's mid when it has
   * the same length, and drops the element otherwise: a wrong mid is worse than none.
   */
  public void setMid(int targetId, String targetMid) {
    midId = targetId;
    mid = targetMid.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** Applies the mapping; the packet's length stays. */
  public void rewrite(RtpPacket packet) {
    for (cursor.wrap(packet); cursor.next(); ) {
      int to = map[cursor.id()] & 0xFF;
      boolean fits = to != 0 && (to <= 14 || packet.extensionProfile() != 0xBEDE);
      if (!fits || (to == midId && cursor.dataLength() != mid.length)) {
        cursor.erase();
        continue;
      }
      cursor.setId(to);
      if (to == midId) {
        System.arraycopy(mid, 0, packet.buffer(), cursor.dataOffset(), mid.length);
      }
    }
  }

  /**
   * Sets abs-send-time where the element is present with identifier {@code id}.
   *
   * @param nowNs monotonic send time; 24 bits of 6.18 fixed-point seconds are written
   */
  public void setAbsSendTime(RtpPacket packet, int id, long nowNs) {
    if (cursor.find(packet, id) && cursor.dataLength() == 3) {
      Bytes.put24(packet.buffer(), cursor.dataOffset(), absSendTime(nowNs));
    }
  }

  /** Sets the transport-wide sequence number where the element is present with {@code id}. */
  public boolean setTransportSequence(RtpPacket packet, int id, int sequence) {
    if (cursor.find(packet, id) && cursor.dataLength() == 2) {
      Bytes.put16(packet.buffer(), cursor.dataOffset(), sequence);
      return true;
    }
    return false;
  }

  /** 6.18 fixed-point seconds of a time in ns, 0 to 2^24-1; wraps every 64 s. */
  public static int absSendTime(long nowNs) {
    long seconds = Math.floorMod(nowNs, 64_000_000_000L);
    return (int) ((seconds << 18) / 1_000_000_000L) & 0xFF_FFFF;
  }
}

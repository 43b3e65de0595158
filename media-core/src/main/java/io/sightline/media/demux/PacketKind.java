package io.sightline.media.demux;

/** What a datagram is, or why it is dropped. */
public enum PacketKind {
  STUN(false),
  DTLS(false),
  RTP(false),
  RTCP(false),
  /** No byte at all. */
  EMPTY(true),
  /** Shorter than the smallest message of the protocol its first byte announces. */
  TOO_SHORT(true),
  /** First byte 16 to 19: ZRTP, which is not spoken here. */
  ZRTP(true),
  /** First byte 64 to 79: TURN channel data; this port is no TURN server. */
  TURN_CHANNEL(true),
  /** A first byte that RFC 7983 gives to nobody. */
  UNKNOWN(true);

  private final boolean dropped;

  PacketKind(boolean dropped) {
    this.dropped = dropped;
  }

  /** True when the datagram is of no use and is counted under this kind's name. */
  public boolean isDropped() {
    return dropped;
  }
}

package io.sightline.media.demux;

/** Classifies datagrams by RFC 7983 section 7 and RFC 5761 section 4. Stateless, any thread. */
public final class Demultiplexer {
  private static final int STUN_HEADER = 20;
  private static final int DTLS_RECORD_HEADER = 13;
  private static final int RTP_HEADER = 12;
  private static final int RTCP_HEADER = 8;
  private static final int STUN_MAGIC_COOKIE = 0x2112A442;

  private Demultiplexer() {}

  /**
   * Classifies {@code length} bytes at {@code offset}. Never throws for a range inside the array.
   *
   * @return a kind; {@link PacketKind#isDropped()} tells whether it is of use
   */
  public static PacketKind classify(byte[] buffer, int offset, int length) {
    if (length <= 0) {
      return PacketKind.EMPTY;
    }
    int first = buffer[offset] & 0xFF;
    if (first >= 128 && first <= 191) {
      return classifyMedia(buffer, offset, length);
    }
    if (first <= 3) {
      if (length < STUN_HEADER) {
        return PacketKind.TOO_SHORT;
      }
      return cookie(buffer, offset) == STUN_MAGIC_COOKIE ? PacketKind.STUN : PacketKind.UNKNOWN;
    }
    if (first >= 20 && first <= 63) {
      return length < DTLS_RECORD_HEADER ? PacketKind.TOO_SHORT : PacketKind.DTLS;
    }
    if (first >= 16 && first <= 19) {
      return PacketKind.ZRTP;
    }
    return first >= 64 && first <= 79 ? PacketKind.TURN_CHANNEL : PacketKind.UNKNOWN;
  }

  /** RTP and RTCP differ by their second byte: 192 to 223 are RTCP packet types (RFC 5761). */
  private static PacketKind classifyMedia(byte[] buffer, int offset, int length) {
    if (length < RTCP_HEADER) {
      return PacketKind.TOO_SHORT;
    }
    int second = buffer[offset + 1] & 0xFF;
    if (second >= 192 && second <= 223) {
      return PacketKind.RTCP;
    }
    return length < RTP_HEADER ? PacketKind.TOO_SHORT : PacketKind.RTP;
  }

  private static int cookie(byte[] buffer, int offset) {
    return (buffer[offset + 4] & 0xFF) << 24
        | (buffer[offset + 5] & 0xFF) << 16
        | (buffer[offset + 6] & 0xFF) << 8
        | (buffer[offset + 7] & 0xFF);
  }
}

package io.sightline.media.dtls;

/**
 * What can be said of a datagram before the handshake code sees it. That code takes memory for a
 * whole message as soon as its first fragment comes, and for several messages ahead: 16 MB each,
 * for the asking.
 */
final class HandshakeRecords {
  /** Certificate chains of browsers have some 500 bytes; this is what TLS stacks allow. */
  static final int LONGEST_MESSAGE = 32_768;

  private static final int RECORD_HEADER = 13;
  private static final int MESSAGE_HEADER = 12;
  private static final int HANDSHAKE = 22;

  private HandshakeRecords() {}

  /**
   * Whether a fragment in plain text announces a message that is too long (RFC 6347 section 4.2.2);
   * what is malformed otherwise is left to the handshake code.
   */
  static boolean announceTooMuch(byte[] datagram, int length) {
    int at = 0;
    while (at + RECORD_HEADER <= length) {
      int end = at + RECORD_HEADER + u16(datagram, at + 11);
      boolean plain = u16(datagram, at + 3) == 0;
      if ((datagram[at] & 0xFF) == HANDSHAKE
          && plain
          && tooLong(datagram, at + RECORD_HEADER, Math.min(end, length))) {
        return true;
      }
      at = end;
    }
    return false;
  }

  private static boolean tooLong(byte[] datagram, int from, int end) {
    int at = from;
    while (at + MESSAGE_HEADER <= end) {
      if (u24(datagram, at + 1) > LONGEST_MESSAGE) {
        return true;
      }
      at += MESSAGE_HEADER + u24(datagram, at + 9);
    }
    return false;
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  private static int u24(byte[] bytes, int at) {
    return u16(bytes, at) << 8 | (bytes[at + 2] & 0xFF);
  }
}

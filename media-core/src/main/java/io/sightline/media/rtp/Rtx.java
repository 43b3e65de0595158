package io.sightline.media.rtp;

/** Wrapping and unwrapping of retransmissions (RFC 4588 section 4). Stateless, any thread. */
public final class Rtx {
  /** Bytes of the original sequence number before the payload. */
  public static final int OVERHEAD = 2;

  private Rtx() {}

  /**
   * Restores the original packet in place and wraps {@code packet} over it. Padding is dropped.
   *
   * @param packet a wrapped retransmission
   * @param ssrc the repaired stream's
   * @param payloadType the repaired codec's
   * @return false for a probe of padding only, or a payload without original sequence number
   */
  public static boolean unwrap(RtpPacket packet, long ssrc, int payloadType) {
    packet.dropPadding();
    int payload = packet.payloadOffset();
    int payloadLength = packet.payloadLength();
    if (payloadLength <= OVERHEAD) {
      return false;
    }
    byte[] b = packet.buffer();
    int original = Bytes.u16(b, payload);
    System.arraycopy(b, payload + OVERHEAD, b, payload, payloadLength - OVERHEAD);
    packet.setSequenceNumber(original);
    packet.setSsrc(ssrc);
    packet.setPayloadType(payloadType);
    return packet.wrap(b, packet.offset(), packet.length() - OVERHEAD);
  }

  /**
   * Writes the retransmission of {@code original} into another array.
   *
   * @param target must have {@code original.length() + OVERHEAD} bytes from {@code targetOffset}
   * @return its length in bytes
   */
  public static int wrap(
      RtpPacket original,
      byte[] target,
      int targetOffset,
      long rtxSsrc,
      int rtxPayloadType,
      int rtxSequence) {
    int header = original.headerLength();
    byte[] b = original.buffer();
    System.arraycopy(b, original.offset(), target, targetOffset, header);
    Bytes.put16(target, targetOffset + header, original.sequenceNumber());
    System.arraycopy(
        b,
        original.payloadOffset(),
        target,
        targetOffset + header + OVERHEAD,
        original.length() - header);
    target[targetOffset + 1] = (byte) ((b[original.offset() + 1] & 0x80) | (rtxPayloadType & 0x7F));
    Bytes.put16(target, targetOffset + 2, rtxSequence);
    Bytes.put32(target, targetOffset + 8, rtxSsrc);
    return original.length() + OVERHEAD;
  }
}

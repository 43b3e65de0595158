package io.sightline.mixer.rtp;

/**
 * The fixed header of an RTP packet (RFC 3550 section 5.1) and where its payload lies.
 *
 * @param payloadOffset index of the payload in the array that was read
 */
public record RtpHeader(
    boolean marker,
    int payloadType,
    int sequence,
    long timestamp,
    long ssrc,
    int payloadOffset,
    int payloadLength) {

  /** Returns null for bytes that are no RTP packet. */
  public static RtpHeader parse(byte[] bytes, int offset, int length) {
    if (length < 12 || (bytes[offset] & 0xC0) != 0x80) {
      return null;
    }
    int first = bytes[offset] & 0xFF;
    int end = offset + length;
    int payload = offset + 12 + 4 * (first & 0x0F);
    if ((first & 0x10) != 0) {
      if (payload + 4 > end) {
        return null;
      }
      payload += 4 + 4 * u16(bytes, payload + 2);
    }
    if (payload > end) {
      return null;
    }
    if ((first & 0x20) != 0) {
      int padding = bytes[end - 1] & 0xFF;
      if (padding == 0 || payload + padding > end) {
        return null;
      }
      end -= padding;
    }
    return new RtpHeader(
        (bytes[offset + 1] & 0x80) != 0,
        bytes[offset + 1] & 0x7F,
        u16(bytes, offset + 2),
        u32(bytes, offset + 4),
        u32(bytes, offset + 8),
        payload,
        end - payload);
  }

  static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  static long u32(byte[] bytes, int at) {
    return (long) u16(bytes, at) << 16 | u16(bytes, at + 2);
  }
}

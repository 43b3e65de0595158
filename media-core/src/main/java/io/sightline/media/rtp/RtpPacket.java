package io.sightline.media.rtp;

/**
 * A view over one RTP packet (RFC 3550 section 5.1) in a byte array; reused from packet to packet.
 *
 * <p>{@link #wrap} validates once; the other methods are defined after a wrap that returned true.
 */
public final class RtpPacket {
  /** Length of the fixed header in bytes. */
  public static final int FIXED_HEADER = 12;

  private byte[] buffer;
  private int offset;
  private int length;
  private int extensionOffset;
  private int extensionLength;
  private int headerLength;
  private int paddingLength;

  /**
   * Looks at {@code len} bytes at {@code off}; checks version, CSRC count, extension and padding.
   *
   * @return false when the bytes are no valid RTP packet; never throws for a range inside the array
   */
  public boolean wrap(byte[] buf, int off, int len) {
    if (len < FIXED_HEADER || (buf[off] & 0xC0) != 0x80) {
      return false;
    }
    int first = buf[off];
    int header = FIXED_HEADER + 4 * (first & 0x0F);
    int extOffset = -1;
    int extLength = 0;
    if ((first & 0x10) != 0) {
      if (header + 4 > len) {
        return false;
      }
      extLength = 4 * Bytes.u16(buf, off + header + 2);
      extOffset = off + header + 4;
      header += 4 + extLength;
    }
    if (header > len) {
      return false;
    }
    int padding = 0;
    if ((first & 0x20) != 0) {
      padding = Bytes.u8(buf, off + len - 1);
      if (padding == 0 || header + padding > len) {
        return false;
      }
    }
    buffer = buf;
    offset = off;
    length = len;
    extensionOffset = extOffset;
    extensionLength = extLength;
    headerLength = header;
    paddingLength = padding;
    return true;
  }

  /** The array looked at. */
  public byte[] buffer() {
    return buffer;
  }

  /** Where the packet starts in {@link #buffer}. */
  public int offset() {
    return offset;
  }

  /** The whole packet's length in bytes, padding included. */
  public int length() {
    return length;
  }

  /** Bytes before the payload. */
  public int headerLength() {
    return headerLength;
  }

  /** Where the payload starts in {@link #buffer}. */
  public int payloadOffset() {
    return offset + headerLength;
  }

  /** Payload bytes without padding; 0 for a packet of padding only (a probe). */
  public int payloadLength() {
    return length - headerLength - paddingLength;
  }

  /** Padding bytes at the end, 0 to 255. */
  public int paddingLength() {
    return paddingLength;
  }

  /** The marker bit: for video the last packet of a frame. */
  public boolean marker() {
    return buffer[offset + 1] < 0;
  }

  /** 0 to 127. */
  public int payloadType() {
    return buffer[offset + 1] & 0x7F;
  }

  /** 0 to 65535. */
  public int sequenceNumber() {
    return Bytes.u16(buffer, offset + 2);
  }

  /** Unsigned 32-bit, in units of the codec's clock. */
  public long timestamp() {
    return Bytes.u32(buffer, offset + 4);
  }

  /** Unsigned 32-bit. */
  public long ssrc() {
    return Bytes.u32(buffer, offset + 8);
  }

  /** 0 to 15. */
  public int csrcCount() {
    return buffer[offset] & 0x0F;
  }

  /** Rewrites the payload type, keeping the marker. */
  public void setPayloadType(int payloadType) {
    buffer[offset + 1] = (byte) ((buffer[offset + 1] & 0x80) | (payloadType & 0x7F));
  }

  public void setMarker(boolean marker) {
    buffer[offset + 1] = (byte) ((buffer[offset + 1] & 0x7F) | (marker ? 0x80 : 0));
  }

  /** Rewrites the sequence number with the low 16 bits. */
  public void setSequenceNumber(int sequenceNumber) {
    Bytes.put16(buffer, offset + 2, sequenceNumber);
  }

  /** Rewrites the timestamp with the low 32 bits. */
  public void setTimestamp(long timestamp) {
    Bytes.put32(buffer, offset + 4, timestamp);
  }

  /** Rewrites the SSRC with the low 32 bits. */
  public void setSsrc(long ssrc) {
    Bytes.put32(buffer, offset + 8, ssrc);
  }

  /** Cuts the padding off; afterwards {@link #length} is shorter and the padding bit clear. */
  public void dropPadding() {
    length -= paddingLength;
    paddingLength = 0;
    buffer[offset] &= (byte) ~0x20;
  }

  /** The "defined by profile" word before the extension elements, or -1 without an extension. */
  public int extensionProfile() {
    return extensionOffset < 0 ? -1 : Bytes.u16(buffer, extensionOffset - 4);
  }

  /** Where the extension elements start in {@link #buffer}, or -1 without an extension. */
  public int extensionOffset() {
    return extensionOffset;
  }

  /** Bytes of extension elements, a multiple of 4. */
  public int extensionLength() {
    return extensionLength;
  }
}

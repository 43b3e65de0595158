package io.sightline.media.rtp;

/**
 * A cursor over the header extension elements of a packet, one-byte and two-byte form (RFC 8285
 * section 4). Reused; allocates nothing; never throws. Malformed elements end the walk.
 *
 * <pre>{@code
 * for (extensions.wrap(packet); extensions.next(); ) {
 *   if (extensions.id() == midId) { ... }
 * }
 * }</pre>
 */
public final class HeaderExtensions {
  private static final int ONE_BYTE = 0xBEDE;
  private static final int TWO_BYTE = 0x1000;

  private byte[] buffer;
  private int cursor;
  private int end;
  private boolean oneByte;
  private int elementStart;
  private int id;
  private int dataOffset;
  private int dataLength;

  /** Starts over with the packet's elements; without any, {@link #next} is false at once. */
  public void wrap(RtpPacket packet) {
    buffer = packet.buffer();
    int profile = packet.extensionProfile();
    oneByte = profile == ONE_BYTE;
    boolean known = oneByte || ((profile & 0xFFF0) == TWO_BYTE && profile >= 0);
    cursor = known ? packet.extensionOffset() : 0;
    end = known ? cursor + packet.extensionLength() : 0;
  }

  /** Moves to the next element, skipping padding; false at the end or at a malformed element. */
  public boolean next() {
    while (cursor < end && buffer[cursor] == 0) {
      cursor++;
    }
    if (cursor >= end) {
      return false;
    }
    elementStart = cursor;
    int first = Bytes.u8(buffer, cursor);
    if (oneByte) {
      id = first >> 4;
      dataLength = (first & 0x0F) + 1;
      dataOffset = cursor + 1;
      if (id == 15) {
        cursor = end;
        return false;
      }
    } else {
      if (cursor + 2 > end) {
        cursor = end;
        return false;
      }
      id = first;
      dataLength = Bytes.u8(buffer, cursor + 1);
      dataOffset = cursor + 2;
    }
    if (dataOffset + dataLength > end) {
      cursor = end;
      return false;
    }
    cursor = dataOffset + dataLength;
    return true;
  }

  /** Looks for an element; afterwards the accessors are about it. */
  public boolean find(RtpPacket packet, int wantedId) {
    wrap(packet);
    while (next()) {
      if (id == wantedId) {
        return true;
      }
    }
    return false;
  }

  /** The local identifier: 1 to 14 in the one-byte form, 1 to 255 in the two-byte form. */
  public int id() {
    return id;
  }

  /** Where the element's data starts in the packet's buffer. */
  public int dataOffset() {
    return dataOffset;
  }

  /** Bytes of data: 1 to 16 in the one-byte form, 0 to 255 in the two-byte form. */
  public int dataLength() {
    return dataLength;
  }

  /** Gives the current element another id: 1 to 14 in the one-byte form, else 1 to 255. */
  public void setId(int newId) {
    if (oneByte) {
      buffer[elementStart] = (byte) (newId << 4 | (buffer[elementStart] & 0x0F));
    } else {
      buffer[elementStart] = (byte) newId;
    }
  }

  /** Turns the current element into padding, so that receivers skip it. */
  public void erase() {
    for (int i = elementStart; i < dataOffset + dataLength; i++) {
      buffer[i] = 0;
    }
  }

  /** The first byte of the data: RFC 6464 level and voice bit, or 3GPP orientation. */
  public int dataByte() {
    return dataLength == 0 ? 0 : Bytes.u8(buffer, dataOffset);
  }

  /** The data as text, such as a mid (RFC 9143) or rid (RFC 8852). Allocates. */
  public String dataText() {
    return new String(buffer, dataOffset, dataLength, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** True when the data is this ASCII text; allocates nothing. */
  public boolean dataEquals(String text) {
    if (text.length() != dataLength) {
      return false;
    }
    for (int i = 0; i < dataLength; i++) {
      if (Bytes.u8(buffer, dataOffset + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}

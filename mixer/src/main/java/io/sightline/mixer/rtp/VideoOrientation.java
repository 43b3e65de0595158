package io.sightline.mixer.rtp;

/**
 * The coordination of video orientation (3GPP TS 26.114 section 7.4.5), a header extension (RFC
 * 8285) by which a phone says how to turn its pictures. It comes with the last packet of key frames
 * and wherever the phone is turned.
 */
public final class VideoOrientation {
  /** A packet that says nothing. */
  public static final int UNSAID = -1;

  /** The id under which the server always offers this extension. */
  static final int ID = 13;

  private static final int ONE_BYTE = 0xBEDE;
  private static final int TWO_BYTE = 0x1000;

  private VideoOrientation() {}

  /** Returns by how many quarters the picture is to be turned clockwise, or {@link #UNSAID}. */
  public static int read(byte[] bytes, int offset, int length) {
    if (length < 16 || (bytes[offset] & 0x10) == 0) {
      return UNSAID;
    }
    int at = offset + 12 + 4 * (bytes[offset] & 0x0F);
    if (at + 4 > offset + length) {
      return UNSAID;
    }
    int profile = RtpHeader.u16(bytes, at);
    int end = Math.min(offset + length, at + 4 + 4 * RtpHeader.u16(bytes, at + 2));
    at += 4;
    if (profile == ONE_BYTE) {
      return oneByte(bytes, at, end);
    }
    return (profile & 0xFFF0) == TWO_BYTE ? twoByte(bytes, at, end) : UNSAID;
  }

  private static int oneByte(byte[] bytes, int start, int end) {
    int at = start;
    while (at + 1 < end) {
      int id = bytes[at] >> 4 & 0x0F;
      int size = (bytes[at] & 0x0F) + 1;
      if (bytes[at] == 0) {
        at++;
      } else if (id == 15) {
        return UNSAID;
      } else if (id == ID) {
        return quarters(bytes[at + 1]);
      } else {
        at += 1 + size;
      }
    }
    return UNSAID;
  }

  private static int twoByte(byte[] bytes, int start, int end) {
    int at = start;
    while (at + 2 < end) {
      if (bytes[at] == 0) {
        at++;
      } else if (bytes[at] == ID && bytes[at + 1] > 0) {
        return quarters(bytes[at + 2]);
      } else {
        at += 2 + (bytes[at + 1] & 0xFF);
      }
    }
    return UNSAID;
  }

  /** The last two bits: the picture was taken turned counterclockwise by so many quarters. */
  private static int quarters(byte value) {
    return value & 0x03;
  }
}

package io.sightline.mixer.rtp;

/** VP8 (RFC 7741). */
final class Vp8Depacketizer extends FrameAssembler {
  private static final int NONE = -1;

  private int lastPictureId = NONE;
  private int lastPictureIdBits;
  private int pictureId = NONE;
  private int pictureIdBits;
  private boolean key;

  @Override
  boolean startsFrame(byte[] payload) {
    return (payload[0] & 0x17) == 0x10;
  }

  @Override
  void begin() {
    pictureId = NONE;
    key = false;
  }

  @Override
  boolean append(byte[] payload) {
    int at = descriptor(payload);
    if (at >= payload.length) {
      return false;
    }
    if (frame.size() == 0) {
      key = (payload[at] & 0x01) == 0;
    }
    frame.write(payload, at, payload.length - at);
    return true;
  }

  /** Reads the payload descriptor (section 4.2) and returns its length. */
  private int descriptor(byte[] payload) {
    if ((payload[0] & 0x80) == 0 || payload.length < 3) {
      return (payload[0] & 0x80) == 0 ? 1 : payload.length;
    }
    int extension = payload[1];
    int at = 2;
    if ((extension & 0x80) != 0) {
      boolean wide = (payload[at] & 0x80) != 0;
      if (at + (wide ? 2 : 1) > payload.length) {
        return payload.length;
      }
      pictureIdBits = wide ? 15 : 7;
      pictureId = wide ? RtpHeader.u16(payload, at) & 0x7FFF : payload[at] & 0x7F;
      at += wide ? 2 : 1;
    }
    at += (extension & 0x40) != 0 ? 1 : 0;
    at += (extension & 0x30) != 0 ? 1 : 0;
    return at;
  }

  @Override
  boolean isKey() {
    byte[] data = frame.toByteArray();
    boolean startCode =
        data.length >= 10 && data[3] == (byte) 0x9D && data[4] == 0x01 && data[5] == 0x2A;
    return key && startCode;
  }

  @Override
  boolean followsLast() {
    return pictureId != NONE
        && lastPictureId != NONE
        && lastPictureIdBits == pictureIdBits
        && pictureId == ((lastPictureId + 1) & ((1 << pictureIdBits) - 1));
  }

  @Override
  void done(boolean passedOn) {
    lastPictureId = passedOn ? pictureId : NONE;
    lastPictureIdBits = pictureIdBits;
  }
}

package io.sightline.mixer.rtp;

/** VP9 (RFC 9628), all layers of a picture as one frame. */
final class Vp9Depacketizer extends FrameAssembler {
  private boolean key;

  @Override
  boolean startsFrame(byte[] payload) {
    return (payload[0] & 0x08) != 0;
  }

  @Override
  void begin() {
    key = false;
  }

  @Override
  boolean append(byte[] payload) {
    int at = descriptor(payload);
    if (at < 0 || at >= payload.length) {
      return false;
    }
    if (frame.size() == 0) {
      key = (payload[0] & 0x40) == 0;
    }
    frame.write(payload, at, payload.length - at);
    return true;
  }

  @Override
  boolean isKey() {
    return key;
  }

  /** Returns the length of the payload descriptor (section 4.2), or -1 if it is cut short. */
  private static int descriptor(byte[] payload) {
    int first = payload[0];
    int length = payload.length;
    int at = 1;
    if ((first & 0x80) != 0) {
      if (at >= length) {
        return -1;
      }
      at += (payload[at] & 0x80) != 0 ? 2 : 1;
    }
    boolean flexible = (first & 0x10) != 0;
    if ((first & 0x20) != 0) {
      at += flexible ? 1 : 2;
    }
    if (flexible && (first & 0x40) != 0) {
      boolean more = true;
      for (int i = 0; more && i < 3; i++, at++) {
        if (at >= length) {
          return -1;
        }
        more = (payload[at] & 0x01) != 0;
      }
    }
    return (first & 0x02) != 0 ? scalability(payload, at) : at;
  }

  private static int scalability(byte[] payload, int start) {
    int at = start;
    if (at >= payload.length) {
      return -1;
    }
    int flags = payload[at++];
    int layers = ((flags >> 5) & 0x07) + 1;
    at += (flags & 0x10) != 0 ? 4 * layers : 0;
    if ((flags & 0x08) != 0) {
      if (at >= payload.length) {
        return -1;
      }
      int pictures = payload[at++] & 0xFF;
      for (int i = 0; i < pictures; i++) {
        if (at >= payload.length) {
          return -1;
        }
        at += 1 + ((payload[at] >> 2) & 0x03);
      }
    }
    return at;
  }
}

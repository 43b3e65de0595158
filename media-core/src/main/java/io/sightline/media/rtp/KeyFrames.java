package io.sightline.media.rtp;

/** Key-frame detection per payload format. */
final class KeyFrames {
  private static final int H264_IDR = 5;
  private static final int H264_SPS = 7;
  private static final int H264_STAP_A = 24;
  private static final int H264_FU_A = 28;

  private KeyFrames() {}

  /** RFC 7741 section 4.2 and 4.3: start of partition 0 with the inverse key-frame bit clear. */
  static boolean vp8(byte[] b, int offset, int length) {
    int end = offset + length;
    int at = offset + 1;
    if (length < 1 || (b[offset] & 0x17) != 0x10) {
      return false;
    }
    if (b[offset] < 0) {
      if (at >= end) {
        return false;
      }
      int extended = Bytes.u8(b, at++);
      if ((extended & 0x80) != 0) {
        if (at >= end) {
          return false;
        }
        at += b[at] < 0 ? 2 : 1;
      }
      at += (extended & 0x40) != 0 ? 1 : 0;
      at += (extended & 0x30) != 0 ? 1 : 0;
    }
    return at < end && (b[at] & 0x01) == 0;
  }

  /** RFC 6184 section 5: an IDR slice's first packet, or a sequence parameter set. */
  static boolean h264(byte[] b, int offset, int length) {
    if (length < 1) {
      return false;
    }
    int type = b[offset] & 0x1F;
    if (type == H264_STAP_A) {
      return stapWithKeyFrame(b, offset + 1, offset + length);
    }
    if (type == H264_FU_A) {
      return length >= 2 && b[offset + 1] < 0 && (b[offset + 1] & 0x1F) == H264_IDR;
    }
    return type == H264_IDR || type == H264_SPS;
  }

  private static boolean stapWithKeyFrame(byte[] b, int from, int end) {
    int at = from;
    while (at + 3 <= end) {
      int size = Bytes.u16(b, at);
      int type = b[at + 2] & 0x1F;
      if (size == 0 || at + 2 + size > end) {
        return false;
      }
      if (type == H264_IDR || type == H264_SPS) {
        return true;
      }
      at += 2 + size;
    }
    return false;
  }

  /** RFC 9628 section 4.2: first packet of a frame, not inter-predicted, lowest spatial layer. */
  static boolean vp9(byte[] b, int offset, int length) {
    if (length < 1 || (b[offset] & 0x48) != 0x08) {
      return false;
    }
    if ((b[offset] & 0x20) == 0) {
      return true;
    }
    int at = offset + 1;
    if ((b[offset] & 0x80) != 0) {
      if (at >= offset + length) {
        return false;
      }
      at += b[at] < 0 ? 2 : 1;
    }
    return at < offset + length && (b[at] >> 1 & 0x07) == 0;
  }

  /** AV1 RTP payload, section 4.4: the N bit marks the first packet of a coded video sequence. */
  static boolean av1(byte[] b, int offset, int length) {
    return length >= 1 && (b[offset] & 0x88) == 0x08;
  }
}

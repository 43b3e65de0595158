package io.sightline.media.rtp;

/**
 * A view over the VP8 payload descriptor (RFC 7741 section 4.2) and the first bytes of the payload
 * header; reused. Fields that are absent read as -1.
 */
public final class Vp8Descriptor {
  private byte[] buffer;
  private int start;
  private int length;
  private boolean startOfPartition;
  private int partition;
  private int pictureIdOffset;
  private boolean longPictureId;
  private int tl0Offset;
  private int tidOffset;

  /** Parses the payload at {@code offset}; false when it ends before its descriptor does. */
  public boolean wrap(byte[] buf, int offset, int payloadLength) {
    int end = offset + payloadLength;
    int at = offset;
    pictureIdOffset = -1;
    tl0Offset = -1;
    tidOffset = -1;
    longPictureId = false;
    if (payloadLength < 1) {
      return false;
    }
    int first = Bytes.u8(buf, at++);
    startOfPartition = (first & 0x10) != 0;
    partition = first & 0x07;
    if ((first & 0x80) != 0) {
      if (at >= end) {
        return false;
      }
      int extended = Bytes.u8(buf, at++);
      if ((extended & 0x80) != 0) {
        if (at >= end) {
          return false;
        }
        pictureIdOffset = at;
        longPictureId = buf[at] < 0;
        at += longPictureId ? 2 : 1;
      }
      if ((extended & 0x40) != 0) {
        tl0Offset = at++;
      }
      if ((extended & 0x30) != 0) {
        tidOffset = (extended & 0x20) != 0 ? at : -1;
        at++;
      }
    }
    if (at > end) {
      return false;
    }
    buffer = buf;
    start = at;
    length = end - at;
    return true;
  }

  /** True for the first packet of a frame: start of partition 0. */
  public boolean startOfFrame() {
    return startOfPartition && partition == 0;
  }

  /** True for the first packet of a key frame (RFC 7741 section 4.3, P bit clear). */
  public boolean startsKeyFrame() {
    return startOfFrame() && length >= 1 && (buffer[start] & 0x01) == 0;
  }

  /** 0 to 127 or 0 to 32767 by form, or -1. */
  public int pictureId() {
    if (pictureIdOffset < 0) {
      return -1;
    }
    return longPictureId
        ? Bytes.u16(buffer, pictureIdOffset) & 0x7FFF
        : buffer[pictureIdOffset] & 0x7F;
  }

  /** True when the picture id takes 15 bits. */
  public boolean longPictureId() {
    return longPictureId;
  }

  /** Temporal level 0 picture index, 0 to 255, or -1. */
  public int tl0PicIdx() {
    return tl0Offset < 0 ? -1 : Bytes.u8(buffer, tl0Offset);
  }

  /** Temporal layer, 0 to 3, or -1. */
  public int temporalId() {
    return tidOffset < 0 ? -1 : Bytes.u8(buffer, tidOffset) >> 6;
  }

  /** Rewrites the picture id in its form's width; without one, nothing happens. */
  public void setPictureId(int pictureId) {
    if (pictureIdOffset < 0) {
      return;
    }
    if (longPictureId) {
      Bytes.put16(buffer, pictureIdOffset, 0x8000 | (pictureId & 0x7FFF));
    } else {
      buffer[pictureIdOffset] = (byte) (pictureId & 0x7F);
    }
  }

  /** Rewrites TL0PICIDX with the low 8 bits; without one, nothing happens. */
  public void setTl0PicIdx(int tl0PicIdx) {
    if (tl0Offset >= 0) {
      buffer[tl0Offset] = (byte) tl0PicIdx;
    }
  }
}

package io.sightline.media.rtp;

/**
 * A view over a payload descriptor that numbers pictures; reused. Fields that are absent read as -1
 * and stay absent. {@link #wrap} takes any bytes and never throws.
 */
public abstract class PictureDescriptor {
  private byte[] buffer;
  private int pictureIdOffset;
  private boolean longPictureId;
  private int tl0Offset;

  /** Parses the payload at {@code offset}; false when it ends before its descriptor does. */
  public abstract boolean wrap(byte[] buf, int offset, int payloadLength);

  /** Begins anew: nothing is known of the payload. */
  final void reset(byte[] buf) {
    buffer = buf;
    pictureIdOffset = -1;
    tl0Offset = -1;
    longPictureId = false;
  }

  /** Notes the picture id at {@code at} and answers how many bytes it takes, by its first bit. */
  final int notePictureId(int at) {
    pictureIdOffset = at;
    longPictureId = buffer[at] < 0;
    return longPictureId ? 2 : 1;
  }

  final void noteTl0PicIdx(int at) {
    tl0Offset = at;
  }

  final byte[] buffer() {
    return buffer;
  }

  /** 0 to 127 or 0 to 32767 by form, or -1. */
  public final int pictureId() {
    if (pictureIdOffset < 0) {
      return -1;
    }
    return longPictureId
        ? Bytes.u16(buffer, pictureIdOffset) & 0x7FFF
        : buffer[pictureIdOffset] & 0x7F;
  }

  /** True when the picture id takes 15 bits. */
  public final boolean longPictureId() {
    return longPictureId;
  }

  /** Temporal level 0 picture index, 0 to 255, or -1. */
  public final int tl0PicIdx() {
    return tl0Offset < 0 ? -1 : Bytes.u8(buffer, tl0Offset);
  }

  /** Rewrites the picture id in its form's width; without one, nothing happens. */
  public final void setPictureId(int pictureId) {
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
  public final void setTl0PicIdx(int tl0PicIdx) {
    if (tl0Offset >= 0) {
      buffer[tl0Offset] = (byte) tl0PicIdx;
    }
  }
}

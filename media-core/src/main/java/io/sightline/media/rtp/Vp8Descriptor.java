package io.sightline.media.rtp;

/**
 * A view over the VP8 payload descriptor (RFC 7741 section 4.2) and the first bytes of the payload
 * header; reused.
 */
public final class Vp8Descriptor extends PictureDescriptor {
  private int start;
  private int length;
  private boolean startOfPartition;
  private int partition;
  private int tidOffset;

  @Override
  public boolean wrap(byte[] buf, int offset, int payloadLength) {
    reset(buf);
    int end = offset + payloadLength;
    int at = offset;
    tidOffset = -1;
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
        at += notePictureId(at);
      }
      if ((extended & 0x40) != 0) {
        noteTl0PicIdx(at++);
      }
      if ((extended & 0x30) != 0) {
        tidOffset = (extended & 0x20) != 0 ? at : -1;
        at++;
      }
    }
    if (at > end) {
      return false;
    }
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
    return startOfFrame() && length >= 1 && (buffer()[start] & 0x01) == 0;
  }

  /** Temporal layer, 0 to 3, or -1. */
  public int temporalId() {
    return tidOffset < 0 ? -1 : Bytes.u8(buffer(), tidOffset) >> 6;
  }
}

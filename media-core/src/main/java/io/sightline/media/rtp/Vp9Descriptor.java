package io.sightline.media.rtp;

/** A view over the VP9 payload descriptor (RFC 9628 section 4.2) up to TL0PICIDX; reused. */
public final class Vp9Descriptor extends PictureDescriptor {
  private static final int I = 0x80;
  private static final int L = 0x20;
  private static final int F = 0x10;

  @Override
  public boolean wrap(byte[] buf, int offset, int payloadLength) {
    reset(buf);
    int end = offset + payloadLength;
    if (payloadLength < 1) {
      return false;
    }
    int first = Bytes.u8(buf, offset);
    int at = offset + 1;
    if ((first & I) != 0) {
      if (at >= end) {
        return false;
      }
      at += notePictureId(at);
    }
    if ((first & L) != 0) {
      at++;
      if ((first & F) == 0) {
        noteTl0PicIdx(at++);
      }
    }
    return at <= end;
  }
}

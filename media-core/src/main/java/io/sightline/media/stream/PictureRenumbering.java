package io.sightline.media.stream;

import io.sightline.media.rtp.PictureDescriptor;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.rtp.Sequences;
import io.sightline.media.rtp.VideoCodec;
import io.sightline.media.rtp.Vp8Descriptor;
import io.sightline.media.rtp.Vp9Descriptor;

/**
 * Keeps picture ids and TL0PICIDX of VP8 (RFC 7741) and VP9 (RFC 9628) running on across changes of
 * source. Other codecs have none.
 */
final class PictureRenumbering {
  private final Vp8Descriptor vp8 = new Vp8Descriptor();
  private final Vp9Descriptor vp9 = new Vp9Descriptor();
  private int pictureOffset;
  private int tl0Offset;
  private int lastPicture = -1;
  private int lastTl0 = -1;

  /**
   * Rewrites the numbers of one packet.
   *
   * @param anew true for the first packet after a change of source
   */
  void rewrite(RtpPacket packet, VideoCodec codec, boolean anew) {
    if (codec == VideoCodec.VP8) {
      rewrite(packet, vp8, anew);
    } else if (codec == VideoCodec.VP9) {
      rewrite(packet, vp9, anew);
    }
  }

  private void rewrite(RtpPacket packet, PictureDescriptor descriptor, boolean anew) {
    if (!descriptor.wrap(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      return;
    }
    int picture = descriptor.pictureId();
    int tl0 = descriptor.tl0PicIdx();
    if (anew) {
      pictureOffset = picture >= 0 && lastPicture >= 0 ? lastPicture + 1 - picture : 0;
      tl0Offset = tl0 >= 0 && lastTl0 >= 0 ? lastTl0 + 1 - tl0 : 0;
    }
    if (picture >= 0) {
      int mask = descriptor.longPictureId() ? 0x7FFF : 0x7F;
      int rewritten = picture + pictureOffset & mask;
      descriptor.setPictureId(rewritten);
      if (anew || lastPicture < 0 || isNewer(rewritten, lastPicture, mask)) {
        lastPicture = rewritten;
      }
    }
    if (tl0 >= 0) {
      int rewritten = tl0 + tl0Offset & 0xFF;
      descriptor.setTl0PicIdx(rewritten);
      if (anew || lastTl0 < 0 || isNewer(rewritten, lastTl0, 0xFF)) {
        lastTl0 = rewritten;
      }
    }
  }

  private static boolean isNewer(int a, int b, int mask) {
    int shift = Integer.numberOfLeadingZeros(mask) - 16;
    return Sequences.isNewer16(a << shift, b << shift);
  }
}

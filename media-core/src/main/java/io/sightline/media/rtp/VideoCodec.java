package io.sightline.media.rtp;

/**
 * What forwarding must know of a codec: where a decoder can start. Stateless, any thread; never
 * throws for a range inside the array.
 */
public enum VideoCodec {
  VP8 {
    @Override
    public boolean startsKeyFrame(byte[] buffer, int offset, int length) {
      return KeyFrames.vp8(buffer, offset, length);
    }
  },
  H264 {
    @Override
    public boolean startsKeyFrame(byte[] buffer, int offset, int length) {
      return KeyFrames.h264(buffer, offset, length);
    }
  },
  VP9 {
    @Override
    public boolean startsKeyFrame(byte[] buffer, int offset, int length) {
      return KeyFrames.vp9(buffer, offset, length);
    }
  },
  AV1 {
    @Override
    public boolean startsKeyFrame(byte[] buffer, int offset, int length) {
      return KeyFrames.av1(buffer, offset, length);
    }
  },
  /** Audio and everything where each packet is a fine place to start. */
  NONE {
    @Override
    public boolean startsKeyFrame(byte[] buffer, int offset, int length) {
      return true;
    }
  };

  /**
   * True when the payload starts a key frame, or what must come before one (H.264 parameter sets).
   */
  public abstract boolean startsKeyFrame(byte[] buffer, int offset, int length);

  /** By the encoding name of {@code a=rtpmap}, case ignored; {@link #NONE} for all others. */
  public static VideoCodec named(String encodingName) {
    for (VideoCodec codec : values()) {
      if (codec != NONE && codec.name().equalsIgnoreCase(encodingName)) {
        return codec;
      }
    }
    return NONE;
  }
}

package io.sightline.mixer.rtp;

import java.util.Locale;
import java.util.function.Consumer;

/** Makes frames of the packets of one stream and one codec, taken in order. Not thread-safe. */
public interface Depacketizer {

  /**
   * @param gapBefore whether packets are missing directly before this one
   */
  void push(RtpPacket packet, boolean gapBefore, Consumer<EncodedFrame> frames);

  /** Ends the frame that is being put together, at the end of the stream. */
  default void end(Consumer<EncodedFrame> frames) {}

  /** Frames that could not be decoded for want of packets and were not passed on. */
  default long dropped() {
    return 0;
  }

  /**
   * Returns null for a codec that cannot be handled.
   *
   * @param codec as in SDP's rtpmap, any case
   */
  static Depacketizer of(String codec) {
    return switch (codec.toUpperCase(Locale.ROOT)) {
      case "VP8" -> new Vp8Depacketizer();
      case "VP9" -> new Vp9Depacketizer();
      case "H264" -> new H264Depacketizer();
      case "AV1" -> new Av1Depacketizer();
      case "OPUS", "G722", "PCMU", "PCMA" -> new AudioDepacketizer();
      default -> null;
    };
  }
}

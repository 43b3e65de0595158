package io.sightline.mixer.rtp;

import java.util.function.Consumer;

/** One packet, one frame: Opus (RFC 7587), G.722 and G.711 (RFC 3551). */
final class AudioDepacketizer implements Depacketizer {
  @Override
  public void push(RtpPacket packet, boolean gapBefore, Consumer<EncodedFrame> frames) {
    if (packet.payload().length > 0) {
      frames.accept(new EncodedFrame(packet.timestamp(), packet.payload(), true));
    }
  }
}

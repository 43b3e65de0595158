package io.sightline.mixer.track;

import java.util.Locale;

/**
 * A codec as negotiated.
 *
 * @param name as in SDP's rtpmap, in upper case
 * @param clockRate of the RTP time, in Hz
 * @param apt for RTX, the payload type of what is retransmitted (RFC 4588), else -1
 */
public record CodecDescription(int payloadType, String name, int clockRate, int channels, int apt) {
  public CodecDescription {
    name = name.toUpperCase(Locale.ROOT);
  }

  boolean isRtx() {
    return name.equals("RTX");
  }
}

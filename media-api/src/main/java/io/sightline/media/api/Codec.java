package io.sightline.media.api;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * One codec of a media section as negotiated.
 *
 * @param name encoding name of RFC 8866 {@code a=rtpmap}, in the registered spelling ("opus",
 *     "VP8", "H264")
 * @param payloadType 0 to 127
 * @param clockRate RTP clock in Hz
 * @param channels 1 or 2 for audio, 0 for video
 * @param parameters the {@code a=fmtp} parameters, by name
 * @param feedback the {@code a=rtcp-fb} values, such as "nack pli"
 * @param rtxPayloadType payload type of the RFC 4588 retransmission of this codec, or -1
 */
public record Codec(
    String name,
    int payloadType,
    int clockRate,
    int channels,
    Map<String, String> parameters,
    List<String> feedback,
    int rtxPayloadType)
    implements Serializable {
  public Codec {
    parameters = Map.copyOf(parameters);
    feedback = List.copyOf(feedback);
  }
}

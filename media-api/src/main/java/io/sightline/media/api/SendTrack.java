package io.sightline.media.api;

import java.io.Serializable;
import java.util.List;
import java.util.UUID;

/**
 * A stream that the media server sends to an endpoint: another endpoint's received track,
 * rewritten.
 *
 * @param mid identification tag of the media section on this endpoint
 * @param fromEndpointId whose track is forwarded; it may not exist yet
 * @param fromMid the media section on that endpoint
 * @param ssrc SSRC towards this endpoint, unsigned 32-bit, unique in its transport
 * @param rtxSsrc SSRC of retransmissions (RFC 4588), or -1
 * @param codecs payload types valid towards this endpoint
 */
public record SendTrack(
    String mid,
    MediaKind kind,
    TrackSource source,
    UUID fromEndpointId,
    String fromMid,
    long ssrc,
    long rtxSsrc,
    List<Codec> codecs,
    List<HeaderExtension> extensions)
    implements Serializable {
  public SendTrack {
    codecs = List.copyOf(codecs);
    extensions = List.copyOf(extensions);
  }
}

package io.sightline.media.api;

import java.io.Serializable;
import java.util.List;

/**
 * A stream that the media server receives from an endpoint.
 *
 * @param mid identification tag of the media section (RFC 8843), 1 to 16 token characters
 * @param codecs in the order of preference; the first entry's payload type is what a sender uses
 * @param ssrcs announced SSRCs, unsigned 32-bit; may be empty, then the mid header extension or the
 *     payload type tells
 */
public record ReceiveTrack(
    String mid,
    MediaKind kind,
    TrackSource source,
    List<Codec> codecs,
    List<HeaderExtension> extensions,
    List<Long> ssrcs)
    implements Serializable {
  public ReceiveTrack {
    codecs = List.copyOf(codecs);
    extensions = List.copyOf(extensions);
    ssrcs = List.copyOf(ssrcs);
  }
}

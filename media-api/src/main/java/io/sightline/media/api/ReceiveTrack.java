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
 * @param rids the simulcast layers that may come (RFC 8853), the lowest first, each told by the
 *     header extensions of RFC 8852; empty for a single stream
 */
public record ReceiveTrack(
    String mid,
    MediaKind kind,
    TrackSource source,
    List<Codec> codecs,
    List<HeaderExtension> extensions,
    List<Long> ssrcs,
    List<String> rids)
    implements Serializable {
  public ReceiveTrack {
    codecs = List.copyOf(codecs);
    extensions = List.copyOf(extensions);
    ssrcs = List.copyOf(ssrcs);
    rids = List.copyOf(rids);
  }

  /** A single stream. */
  public ReceiveTrack(
      String mid,
      MediaKind kind,
      TrackSource source,
      List<Codec> codecs,
      List<HeaderExtension> extensions,
      List<Long> ssrcs) {
    this(mid, kind, source, codecs, extensions, ssrcs, List.of());
  }
}

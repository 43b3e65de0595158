package io.sightline.gateway.sdp;

import io.sightline.media.api.Codec;
import io.sightline.media.api.HeaderExtension;
import io.sightline.media.api.MediaKind;
import java.util.List;

/**
 * One media section as the server offers it; the direction is the server's.
 *
 * @param mid RFC 8843 identification tag
 * @param direction what the server would do
 * @param stream the MediaStream id that groups what one participant sends; null unless SEND
 * @param ssrc SSRC of what the server sends, unsigned 32-bit; -1 unless SEND
 * @param rtxSsrc its retransmissions' SSRC, or -1
 * @param rids the simulcast layers asked for (RFC 8853), the lowest first; empty for one stream
 */
public record OfferedSection(
    String mid,
    MediaKind kind,
    Direction direction,
    String stream,
    long ssrc,
    long rtxSsrc,
    List<Codec> codecs,
    List<HeaderExtension> extensions,
    List<String> rids) {

  /** What the server does in the section. */
  public enum Direction {
    RECEIVE("recvonly"),
    SEND("sendonly"),
    INACTIVE("inactive");

    private final String attribute;

    Direction(String attribute) {
      this.attribute = attribute;
    }

    String attribute() {
      return attribute;
    }
  }

  public OfferedSection {
    codecs = List.copyOf(codecs);
    extensions = List.copyOf(extensions);
    rids = List.copyOf(rids);
  }

  /** A section of one stream. */
  public OfferedSection(
      String mid,
      MediaKind kind,
      Direction direction,
      String stream,
      long ssrc,
      long rtxSsrc,
      List<Codec> codecs,
      List<HeaderExtension> extensions) {
    this(mid, kind, direction, stream, ssrc, rtxSsrc, codecs, extensions, List.of());
  }
}

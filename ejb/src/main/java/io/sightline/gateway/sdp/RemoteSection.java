package io.sightline.gateway.sdp;

import io.sightline.media.api.Codec;
import io.sightline.media.api.HeaderExtension;
import io.sightline.media.api.MediaKind;
import java.util.List;

/**
 * A media section of a client's offer, as far as it concerns the server.
 *
 * @param media the word of the {@code m=} line, such as {@code audio} or {@code application}
 * @param format the first format of that line, which a rejection repeats
 * @param mid null where there is none
 * @param kind null for a section that cannot be taken whatever it offers
 * @param sends whether the client would send
 * @param receives whether the client would receive
 * @param formats what the client names of the codecs known here, each with the client's payload
 *     type and parameters, in the client's order
 * @param extensions the known header extensions, with the client's ids
 * @param ssrcs announced SSRCs, media first, then retransmission, unsigned 32-bit
 */
public record RemoteSection(
    String media,
    String protocol,
    String format,
    String mid,
    MediaKind kind,
    boolean sends,
    boolean receives,
    List<RemoteFormat> formats,
    List<HeaderExtension> extensions,
    List<Long> ssrcs) {
  public RemoteSection {
    formats = List.copyOf(formats);
    extensions = List.copyOf(extensions);
    ssrcs = List.copyOf(ssrcs);
  }

  /**
   * A codec by which the client and this server understand each other.
   *
   * @param own as it is called in the server's offers
   * @param agreed with the client's payload types and parameters, as an answer writes it
   */
  public record RemoteFormat(Codec own, Codec agreed) {
    /** With the client's payload types and the server's parameters, as tracks compare them. */
    public Codec track() {
      return new Codec(
          own.name(),
          agreed.payloadType(),
          own.clockRate(),
          own.channels(),
          own.parameters(),
          agreed.feedback(),
          agreed.rtxPayloadType());
    }
  }

  /** What may be used of it, in the order of names given; one format for each codec. */
  public List<RemoteFormat> usable(List<String> order) {
    return Codecs.ordered(kind, order).stream()
        .flatMap(codec -> formats.stream().filter(each -> each.own().equals(codec)).limit(1))
        .toList();
  }
}

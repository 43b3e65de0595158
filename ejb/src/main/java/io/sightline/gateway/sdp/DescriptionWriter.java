package io.sightline.gateway.sdp;

import io.sightline.media.api.Candidate;
import io.sightline.media.api.Codec;
import io.sightline.media.api.HeaderExtension;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.TransportParameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the server's descriptions: one bundled ICE-lite transport, one direction a section. */
public final class DescriptionWriter {
  static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";

  private final StringBuilder text = new StringBuilder(8_192);
  private final String setup;

  private DescriptionWriter(String setup) {
    this.setup = setup;
  }

  /**
   * The offer's text with CRLF line ends.
   *
   * @param sessionId constant over an endpoint's offers, below 2^62 (RFC 8829 section 5.2.1)
   * @param version one higher with every offer
   * @param sections in their permanent order
   */
  public static String offer(
      long sessionId, int version, TransportParameters server, List<OfferedSection> sections) {
    DescriptionWriter writer = new DescriptionWriter("actpass");
    writer.session(sessionId, version, server, sections);
    boolean first = true;
    for (OfferedSection section : sections) {
      writer.section(server, section, first);
      first = false;
    }
    return writer.text.toString();
  }

  /**
   * The text of an answer, with CRLF line ends; the server takes the passive DTLS role where the
   * offer leaves it the choice, for then the client need not wait for the answer.
   *
   * @param sections one for each section of the offer, in its order; empty for one that is rejected
   */
  public static String answer(
      long sessionId,
      TransportParameters server,
      RemoteOffer offer,
      List<Optional<OfferedSection>> sections) {
    DescriptionWriter writer =
        new DescriptionWriter(offer.transport().setup().equals("passive") ? "active" : "passive");
    writer.session(sessionId, 1, server, sections.stream().flatMap(Optional::stream).toList());
    boolean first = true;
    for (int i = 0; i < sections.size(); i++) {
      if (sections.get(i).isPresent()) {
        writer.section(server, sections.get(i).get(), first);
        first = false;
      } else {
        writer.rejected(offer.sections().get(i));
      }
    }
    return writer.text.toString();
  }

  /** RFC 3264 section 6: a rejected section has port zero and is in no bundle. */
  private void rejected(RemoteSection section) {
    line("m=" + section.media() + " 0 " + section.protocol() + " " + section.format());
    line("c=IN IP4 0.0.0.0");
    if (section.mid() != null) {
      line("a=mid:" + section.mid());
    }
    line("a=inactive");
  }

  private void session(
      long sessionId, int version, TransportParameters server, List<OfferedSection> sections) {
    line("v=0");
    line("o=- " + sessionId + " " + version + " IN IP4 127.0.0.1");
    line("s=-");
    line("t=0 0");
    line(
        "a=group:BUNDLE "
            + sections.stream().map(OfferedSection::mid).collect(Collectors.joining(" ")));
    line("a=extmap-allow-mixed");
    line("a=msid-semantic: WMS *");
    line("a=ice-lite");
    line("a=fingerprint:" + server.fingerprint().algorithm() + " " + server.fingerprint().value());
  }

  private void section(TransportParameters server, OfferedSection section, boolean first) {
    line(
        "m="
            + (section.kind() == MediaKind.AUDIO ? "audio" : "video")
            + " 9 "
            + PROTOCOL
            + " "
            + payloadTypes(section.codecs()));
    line("c=IN IP4 0.0.0.0");
    line("a=rtcp:9 IN IP4 0.0.0.0");
    line("a=ice-ufrag:" + server.ufrag());
    line("a=ice-pwd:" + server.pwd());
    line("a=setup:" + setup);
    line("a=mid:" + section.mid());
    line("a=" + section.direction().attribute());
    line("a=rtcp-mux");
    line("a=rtcp-rsize");
    for (HeaderExtension extension : section.extensions()) {
      line("a=extmap:" + extension.id() + " " + extension.uri());
    }
    section.codecs().forEach(this::codec);
    if (section.direction() == OfferedSection.Direction.SEND) {
      streams(section);
    } else {
      Simulcast.lines(section).forEach(this::line);
    }
    if (first) {
      server.candidates().forEach(candidate -> line(candidate(candidate)));
      line("a=end-of-candidates");
    }
  }

  private static String payloadTypes(List<Codec> codecs) {
    return codecs.stream()
        .map(
            codec ->
                codec.rtxPayloadType() < 0
                    ? "" + codec.payloadType()
                    : codec.payloadType() + " " + codec.rtxPayloadType())
        .collect(Collectors.joining(" "));
  }

  private void codec(Codec codec) {
    int pt = codec.payloadType();
    String channels = codec.channels() > 1 ? "/" + codec.channels() : "";
    line("a=rtpmap:" + pt + " " + codec.name() + "/" + codec.clockRate() + channels);
    codec.feedback().forEach(feedback -> line("a=rtcp-fb:" + pt + " " + feedback));
    if (!codec.parameters().isEmpty()) {
      Map<String, String> sorted = new TreeMap<>(codec.parameters());
      line(
          "a=fmtp:"
              + pt
              + " "
              + sorted.entrySet().stream()
                  .map(entry -> entry.getKey() + "=" + entry.getValue())
                  .collect(Collectors.joining(";")));
    }
    if (codec.rtxPayloadType() >= 0) {
      line("a=rtpmap:" + codec.rtxPayloadType() + " rtx/" + codec.clockRate());
      line("a=fmtp:" + codec.rtxPayloadType() + " apt=" + pt);
    }
  }

  private void streams(OfferedSection section) {
    line("a=msid:" + section.stream() + " " + section.stream() + "-" + section.mid());
    if (section.rtxSsrc() >= 0) {
      line("a=ssrc-group:FID " + section.ssrc() + " " + section.rtxSsrc());
    }
    line("a=ssrc:" + section.ssrc() + " cname:" + section.stream());
    if (section.rtxSsrc() >= 0) {
      line("a=ssrc:" + section.rtxSsrc() + " cname:" + section.stream());
    }
  }

  /** RFC 8839 section 5.1; the component is always 1 because RTCP is multiplexed. */
  static String candidate(Candidate candidate) {
    String related = candidate.type().equals("host") ? "" : " raddr 0.0.0.0 rport 0";
    return "a=candidate:"
        + candidate.foundation()
        + " 1 udp "
        + candidate.priority()
        + " "
        + candidate.address()
        + " "
        + candidate.port()
        + " typ "
        + candidate.type()
        + related;
  }

  private void line(String line) {
    text.append(line).append("\r\n");
  }
}

package io.sightline.gateway.sdp;

import io.sightline.media.api.MediaKind;
import io.sightline.media.api.TransportParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a browser's answer against the offer it belongs to. What the offer did not contain is not
 * taken from the answer: foreign payload types and extensions are left out, a foreign section, mid
 * or direction refuses the whole.
 */
public final class AnswerReader {
  private static final Set<String> ANSWERED_SETUP = Set.of("active", "passive");

  private final SessionDescription answer;
  private final List<OfferedSection> offer;

  private AnswerReader(SessionDescription answer, List<OfferedSection> offer) {
    this.answer = answer;
    this.offer = offer;
  }

  /**
   * Reads an answer.
   *
   * @throws SdpException for malformed text, SDES keys, unencrypted profiles, weak or missing
   *     fingerprints, and everything that does not answer this offer
   */
  public static Answer read(String text, List<OfferedSection> offer) throws SdpException {
    return new AnswerReader(SdpParser.parse(text), offer).read();
  }

  private Answer read() throws SdpException {
    Security.refuseWeak(answer);
    if (answer.media().size() != offer.size()) {
      throw new SdpException(
          "the answer has "
              + answer.media().size()
              + " media sections, the offer had "
              + offer.size());
    }
    Set<String> bundled = bundle();
    TransportParameters transport = null;
    List<AnsweredSection> sections = new ArrayList<>();
    for (int i = 0; i < offer.size(); i++) {
      OfferedSection offered = offer.get(i);
      MediaSection section = answer.media().get(i);
      sameSection(offered, section);
      if (section.port() == 0) {
        sections.add(AnsweredSection.inactive(offered));
        continue;
      }
      if (!bundled.contains(offered.mid())) {
        throw new SdpException("section " + offered.mid() + " is not bundled");
      }
      if (transport == null) {
        transport = Security.transport(answer, section, ANSWERED_SETUP);
      } else {
        Security.sameTransport(transport, section);
      }
      sections.add(answered(offered, section));
    }
    if (transport == null) {
      throw new SdpException("the answer rejects every section");
    }
    return new Answer(transport, sections);
  }

  private Set<String> bundle() {
    Set<String> mids = new HashSet<>();
    for (String group : answer.all("group")) {
      List<String> words = Arrays.asList(group.split(" ", SdpParser.MAX_SECTIONS + 2));
      if (words.get(0).equals("BUNDLE")) {
        mids.addAll(words.subList(1, words.size()));
      }
    }
    return mids;
  }

  private static void sameSection(OfferedSection offered, MediaSection section)
      throws SdpException {
    String media = offered.kind() == MediaKind.AUDIO ? "audio" : "video";
    if (!section.media().equals(media)) {
      throw new SdpException("section " + offered.mid() + " is not " + media + " in the answer");
    }
    boolean midMatches =
        section.first("mid").map(offered.mid()::equals).orElse(section.port() == 0);
    if (!midMatches) {
      throw new SdpException("section " + offered.mid() + " has another mid in the answer");
    }
    if (!section.protocol().equals(DescriptionWriter.PROTOCOL)) {
      throw new SdpException("section " + offered.mid() + " is not " + DescriptionWriter.PROTOCOL);
    }
  }

  private static AnsweredSection answered(OfferedSection offered, MediaSection section)
      throws SdpException {
    String direction = section.direction();
    boolean flows =
        switch (offered.direction()) {
          case RECEIVE -> direction.equals("sendonly");
          case SEND -> direction.equals("recvonly");
          case INACTIVE -> false;
        };
    if (!flows && !direction.equals("inactive")) {
      throw new SdpException(
          "section " + offered.mid() + " cannot be " + direction + " in the answer");
    }
    boolean sends = flows && offered.direction() == OfferedSection.Direction.RECEIVE;
    AnsweredSection answered =
        new AnsweredSection(
            offered.mid(),
            flows,
            Formats.codecs(offered, section),
            Formats.extensions(offered, section),
            sends ? Formats.ssrcs(section) : List.of(),
            sends ? Simulcast.answered(offered, section) : List.of());
    return flows && answered.codecs().isEmpty() ? AnsweredSection.inactive(offered) : answered;
  }
}

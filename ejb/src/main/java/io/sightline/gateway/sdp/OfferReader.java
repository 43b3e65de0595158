package io.sightline.gateway.sdp;

import io.sightline.gateway.sdp.RemoteSection.RemoteFormat;
import io.sightline.media.api.HeaderExtension;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.TransportParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the offer of a client that describes itself once, as RFC 9725 section 4.2 has it: one
 * bundle, RTCP multiplexed, DTLS. Payload types and extension ids are the client's.
 */
public final class OfferReader {
  /** As many as eight people with camera, microphone and screen can fill. */
  static final int MAX_MEDIA = 24;

  /** What a one-byte header extension can carry (RFC 8285 section 4.2) holds such a mid. */
  private static final int MAX_MID = 16;

  /** RFC 8285: ids of the one-byte form. */
  private static final int MAX_EXTENSION = 14;

  private static final Set<String> OFFERED_SETUP = Set.of("actpass", "active", "passive");

  private final SessionDescription offer;
  private final Set<String> bundled;
  private final Set<String> mids = new HashSet<>();
  private TransportParameters transport;
  private int media;

  private OfferReader(SessionDescription offer) {
    this.offer = offer;
    this.bundled = bundle(offer);
  }

  /**
   * Reads an offer.
   *
   * @throws SdpException for malformed text, SDES keys, weak or missing fingerprints
   * @throws UnacceptableOfferException for what is well-formed and cannot be answered: no bundle,
   *     no DTLS role that leaves one to the server, RTCP on a port of its own
   */
  public static RemoteOffer read(String text) throws SdpException {
    return new OfferReader(SdpParser.parse(text)).read();
  }

  private RemoteOffer read() throws SdpException {
    Security.refuseWeak(offer);
    List<RemoteSection> sections = new ArrayList<>();
    for (MediaSection section : offer.media()) {
      sections.add(section(section));
    }
    if (transport == null) {
      throw new UnacceptableOfferException("The offer has no audio and no video section.");
    }
    return new RemoteOffer(transport, sections);
  }

  private RemoteSection section(MediaSection section) throws SdpException {
    String mid = section.first("mid").orElse(null);
    if (mid != null && (!SdpParser.isToken(mid) || mid.length() > MAX_MID || !mids.add(mid))) {
      throw new SdpException("a=mid has to be a token of 1 to 16 characters, each once");
    }
    MediaKind kind = kind(section);
    if (kind == null || ++media > MAX_MEDIA) {
      return rejected(section, mid);
    }
    requireBundled(section, mid);
    List<HeaderExtension> extensions = extensions(kind, section);
    String direction = section.direction();
    return new RemoteSection(
        section.media(),
        section.protocol(),
        section.formats().get(0),
        mid,
        kind,
        direction.equals("sendonly") || direction.equals("sendrecv"),
        direction.equals("recvonly") || direction.equals("sendrecv"),
        RemoteFormats.of(kind, section),
        extensions,
        Formats.ssrcs(section));
  }

  /** A bundled section may have port zero in an offer (RFC 9143 section 6). */
  private static MediaKind kind(MediaSection section) {
    boolean offered = section.port() != 0 || section.first("bundle-only").isPresent();
    if (!offered || !section.protocol().equals(DescriptionWriter.PROTOCOL)) {
      return null;
    }
    return switch (section.media()) {
      case "audio" -> MediaKind.AUDIO;
      case "video" -> MediaKind.VIDEO;
      default -> null;
    };
  }

  /** In an offer the first section's transport is the bundle's (RFC 9143 section 7.2). */
  private void requireBundled(MediaSection section, String mid) throws SdpException {
    if (mid == null || !bundled.contains(mid)) {
      throw new UnacceptableOfferException(
          "Every section has to have a=mid and be in one a=group:BUNDLE.");
    }
    if (transport == null) {
      requireRoles(section);
      TransportParameters offered = Security.transport(offer, section, OFFERED_SETUP);
      transport =
          new TransportParameters(
              offered.ufrag(),
              offered.pwd(),
              offered.candidates(),
              offered.fingerprint(),
              offered.setup().equals("passive") ? "passive" : "active");
    }
  }

  private void requireRoles(MediaSection section) throws SdpException {
    String setup = section.first("setup").or(() -> offer.first("setup")).orElse("actpass");
    if (!OFFERED_SETUP.contains(setup)) {
      throw new UnacceptableOfferException("Offer a=setup:actpass, active or passive.");
    }
    if (section.first("rtcp-mux").isEmpty()) {
      throw new UnacceptableOfferException("Offer a=rtcp-mux; RTCP has no port of its own here.");
    }
  }

  private static RemoteSection rejected(MediaSection section, String mid) {
    return new RemoteSection(
        section.media(),
        section.protocol(),
        section.formats().get(0),
        mid,
        null,
        false,
        false,
        List.<RemoteFormat>of(),
        List.of(),
        List.of());
  }

  private static Set<String> bundle(SessionDescription offer) {
    for (String group : offer.all("group")) {
      List<String> words = Arrays.asList(group.split(" ", SdpParser.MAX_SECTIONS + 2));
      if (words.get(0).equals("BUNDLE")) {
        return new HashSet<>(words.subList(1, words.size()));
      }
    }
    return Set.of();
  }

  private static List<HeaderExtension> extensions(MediaKind kind, MediaSection section)
      throws SdpException {
    List<HeaderExtension> kept = new ArrayList<>();
    for (String value : section.all("extmap")) {
      String[] words = value.split(" ", 3);
      if (words.length < 2) {
        throw new SdpException("an extmap line is malformed");
      }
      long id = Numbers.unsigned(words[0].split("/", 2)[0], MAX_EXTENSION);
      boolean known = Codecs.extensions(kind).stream().anyMatch(own -> own.uri().equals(words[1]));
      boolean again =
          kept.stream().anyMatch(other -> other.id() == id || other.uri().equals(words[1]));
      if (known && id > 0 && !again) {
        kept.add(new HeaderExtension((int) id, words[1]));
      }
    }
    return kept;
  }
}

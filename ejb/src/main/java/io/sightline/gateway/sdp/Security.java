package io.sightline.gateway.sdp;

import io.sightline.media.api.Candidate;
import io.sightline.media.api.Fingerprint;
import io.sightline.media.api.TransportParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The security part of a description: ICE credentials and DTLS identity (RFC 8826, 8827, 8842). */
final class Security {
  /** RFC 8839 section 5.4. */
  private static final Pattern UFRAG = Pattern.compile("[A-Za-z0-9+/]{4,256}");

  private static final Pattern PWD = Pattern.compile("[A-Za-z0-9+/]{22,256}");
  private static final Pattern HEX_BYTES = Pattern.compile("[0-9A-F]{2}(?::[0-9A-F]{2}){31,63}");
  private static final int MAX_FINGERPRINTS = 4;
  private static final int MAX_CANDIDATES = 32;

  private Security() {}

  /** Refuses what must not even be present: SDES keys and certificates' md5 or sha-1 hashes. */
  static void refuseWeak(SessionDescription description) throws SdpException {
    refuseWeak(description.attributes());
    for (MediaSection section : description.media()) {
      refuseWeak(section.attributes());
    }
  }

  private static void refuseWeak(List<SdpAttribute> attributes) throws SdpException {
    int fingerprints = 0;
    for (SdpAttribute attribute : attributes) {
      String name = attribute.name().toLowerCase(Locale.ROOT);
      if (name.equals("crypto") || name.equals("key-mgmt") || name.equals("zrtp-hash")) {
        throw new SdpException("keys in the description (" + name + ") are not accepted");
      }
      if (name.equals("fingerprint")) {
        fingerprint(attribute.value());
        fingerprints++;
      }
    }
    if (fingerprints > MAX_FINGERPRINTS) {
      throw new SdpException("more than " + MAX_FINGERPRINTS + " fingerprints");
    }
  }

  /**
   * The section's transport; session-level values count where the section has none.
   *
   * @param setups the roles in DTLS that may be taken here (RFC 8842 section 4.1)
   */
  static TransportParameters transport(
      SessionDescription description, MediaSection section, Set<String> setups)
      throws SdpException {
    String ufrag = required(description, section, "ice-ufrag");
    String pwd = required(description, section, "ice-pwd");
    if (!areCredentials(ufrag, pwd)) {
      throw new SdpException("the ICE credentials are malformed");
    }
    Fingerprint fingerprint = fingerprint(required(description, section, "fingerprint"));
    String setup = required(description, section, "setup");
    if (!setups.contains(setup)) {
      throw new SdpException("the DTLS role (a=setup) has to be one of " + setups);
    }
    if (section.first("rtcp-mux").isEmpty()) {
      throw new SdpException("the description does not multiplex RTCP");
    }
    return new TransportParameters(ufrag, pwd, candidates(section), fingerprint, setup);
  }

  /**
   * A bundled section may repeat its transport's attributes or leave them out (RFC 8829 section
   * 5.3.1); it may not have others.
   */
  static void sameTransport(TransportParameters transport, MediaSection section)
      throws SdpException {
    boolean same =
        section.first("ice-ufrag").map(transport.ufrag()::equals).orElse(true)
            && section.first("ice-pwd").map(transport.pwd()::equals).orElse(true)
            && section.first("setup").map(transport.setup()::equals).orElse(true);
    String own = section.first("fingerprint").orElse(null);
    if (!same || (own != null && !fingerprint(own).equals(transport.fingerprint()))) {
      throw new SdpException("a section is not on the bundled transport");
    }
  }

  static boolean areCredentials(String ufrag, String pwd) {
    return UFRAG.matcher(ufrag).matches() && PWD.matcher(pwd).matches();
  }

  private static String required(SessionDescription description, MediaSection section, String name)
      throws SdpException {
    return section
        .first(name)
        .or(() -> description.first(name))
        .orElseThrow(() -> new SdpException("the description lacks a=" + name));
  }

  private static Fingerprint fingerprint(String value) throws SdpException {
    String[] words = value.split(" ", 3);
    if (words.length != 2) {
      throw new SdpException("a fingerprint is malformed");
    }
    String algorithm = words[0].toLowerCase(Locale.ROOT);
    int bytes =
        switch (algorithm) {
          case "sha-256" -> 32;
          case "sha-384" -> 48;
          case "sha-512" -> 64;
          default ->
              throw new SdpException("only sha-256, sha-384 and sha-512 fingerprints are accepted");
        };
    String hex = words[1].toUpperCase(Locale.ROOT);
    if (hex.length() != bytes * 3 - 1 || !HEX_BYTES.matcher(hex).matches()) {
      throw new SdpException("a fingerprint is malformed");
    }
    return new Fingerprint(algorithm, hex);
  }

  /** Literal UDP candidates; names, TCP, relays and whatever is malformed are left out. */
  private static List<Candidate> candidates(MediaSection section) {
    List<Candidate> candidates = new ArrayList<>();
    for (String value : section.all("candidate")) {
      String[] words = value.split(" ", 9);
      if (words.length < 8 || candidates.size() == MAX_CANDIDATES) {
        continue;
      }
      long priority = Numbers.unsigned(words[3], 0xffff_ffffL);
      long port = Numbers.unsigned(words[5], 65_535);
      boolean usable =
          words[1].equals("1")
              && words[2].equalsIgnoreCase("udp")
              && words[6].equals("typ")
              && (words[7].equals("host") || words[7].equals("srflx"))
              && priority >= 0
              && port > 0
              && words[0].length() <= 32
              && AddressLiterals.isLiteral(words[4]);
      if (usable) {
        candidates.add(new Candidate(words[0], priority, words[4], (int) port, words[7]));
      }
    }
    return candidates;
  }
}

package io.sightline.gateway.sdp;

import java.util.List;
import java.util.Optional;

/**
 * An {@code m=} line with its attributes (RFC 8866 section 5.14).
 *
 * @param media "audio", "video" or another token
 * @param port 0 to 65535; 0 in an answer rejects the section
 * @param protocol such as {@code UDP/TLS/RTP/SAVPF}
 * @param formats payload types as written
 */
public record MediaSection(
    String media, int port, String protocol, List<String> formats, List<SdpAttribute> attributes) {
  public MediaSection {
    formats = List.copyOf(formats);
    attributes = List.copyOf(attributes);
  }

  /** The first attribute of that name. */
  public Optional<String> first(String name) {
    return SessionDescription.first(attributes, name);
  }

  /** The values of all attributes of that name, in their order. */
  public List<String> all(String name) {
    return SessionDescription.all(attributes, name);
  }

  /** One of sendrecv, sendonly, recvonly, inactive; sendrecv when none is written. */
  public String direction() {
    for (SdpAttribute attribute : attributes) {
      switch (attribute.name()) {
        case "sendrecv", "sendonly", "recvonly", "inactive" -> {
          return attribute.name();
        }
        default -> {}
      }
    }
    return "sendrecv";
  }
}

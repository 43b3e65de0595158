package io.sightline.gateway.sdp;

import java.util.List;
import java.util.Optional;

/** A parsed description: its session-level attributes and its media sections, nothing dropped. */
public record SessionDescription(List<SdpAttribute> attributes, List<MediaSection> media) {
  public SessionDescription {
    attributes = List.copyOf(attributes);
    media = List.copyOf(media);
  }

  /** The first session-level attribute of that name. */
  public Optional<String> first(String name) {
    return first(attributes, name);
  }

  /** The values of all session-level attributes of that name, in their order. */
  public List<String> all(String name) {
    return all(attributes, name);
  }

  static Optional<String> first(List<SdpAttribute> attributes, String name) {
    for (SdpAttribute attribute : attributes) {
      if (attribute.name().equals(name)) {
        return Optional.of(attribute.value());
      }
    }
    return Optional.empty();
  }

  static List<String> all(List<SdpAttribute> attributes, String name) {
    return attributes.stream()
        .filter(attribute -> attribute.name().equals(name))
        .map(SdpAttribute::value)
        .toList();
  }
}

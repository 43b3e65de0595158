package io.sightline.testsupport.sdp;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One {@code m=} section with the session's attributes as fallback.
 *
 * @param kind "audio", "video" or "application"
 * @param port 0 when rejected
 * @param protocol such as "UDP/TLS/RTP/SAVPF"
 * @param payloadTypes in the order of the m-line
 * @param attributes the section's own {@code a=} lines without "a="
 * @param sessionAttributes those of the session level
 */
public record MediaSection(
    String kind,
    int port,
    String protocol,
    List<String> payloadTypes,
    List<String> attributes,
    List<String> sessionAttributes) {

  /**
   * A payload format.
   *
   * @param name encoding name as written
   * @param payloadType 0 to 127
   */
  public record Format(int payloadType, String name, int clockRate, int channels) {}

  /** The value of an attribute, of the section or else of the session. */
  public Optional<String> attribute(String name) {
    return all(name).stream().findFirst();
  }

  /** All values of an attribute; those of the session when the section has none. */
  public List<String> all(String name) {
    List<String> own = values(attributes, name);
    return own.isEmpty() ? values(sessionAttributes, name) : own;
  }

  private static List<String> values(List<String> lines, String name) {
    List<String> found = new ArrayList<>();
    for (String line : lines) {
      if (line.equals(name)) {
        found.add("");
      } else if (line.startsWith(name + ":")) {
        found.add(line.substring(name.length() + 1));
      }
    }
    return found;
  }

  public String mid() {
    return attribute("mid").orElse("");
  }

  /** "sendrecv", "sendonly", "recvonly" or "inactive". */
  public String direction() {
    for (String direction : List.of("sendonly", "recvonly", "inactive", "sendrecv")) {
      if (attributes.contains(direction)) {
        return direction;
      }
    }
    return "sendrecv";
  }

  public List<Format> formats() {
    List<Format> formats = new ArrayList<>();
    for (String type : payloadTypes) {
      for (String map : all("rtpmap")) {
        String[] parts = map.split("[ /]");
        if (parts[0].equals(type)) {
          int channels = parts.length > 3 ? Integer.parseInt(parts[3]) : 1;
          formats.add(
              new Format(Integer.parseInt(type), parts[1], Integer.parseInt(parts[2]), channels));
        }
      }
    }
    return formats;
  }

  /** The first format of a given encoding name, whatever its case. */
  public Optional<Format> format(String name) {
    return formats().stream().filter(f -> f.name().equalsIgnoreCase(name)).findFirst();
  }

  /** Format parameters of a payload type, empty when there are none. */
  public String parameters(int payloadType) {
    return all("fmtp").stream()
        .filter(line -> line.startsWith(payloadType + " "))
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .findFirst()
        .orElse("");
  }

  public List<String> feedback(int payloadType) {
    return all("rtcp-fb").stream()
        .filter(line -> line.startsWith(payloadType + " ") || line.startsWith("* "))
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .toList();
  }

  /** The identifier of a header extension (RFC 8285), or 0. */
  public int extension(String uri) {
    for (String line : all("extmap")) {
      String[] parts = line.split(" ");
      if (parts.length > 1 && parts[1].equals(uri)) {
        return Integer.parseInt(parts[0].split("/")[0]);
      }
    }
    return 0;
  }

  /** The announced SSRCs, unsigned, in order of appearance. */
  public Set<Long> ssrcs() {
    Set<Long> ssrcs = new LinkedHashSet<>();
    for (String line : values(attributes, "ssrc")) {
      ssrcs.add(Long.parseLong(line.split(" ")[0]));
    }
    return ssrcs;
  }
}

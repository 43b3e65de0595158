package io.sightline.gateway.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The simulcast attribute (RFC 8853 section 5.1) with its rids (RFC 8851), as far as it is used: a
 * list of layers in one direction, each without alternatives or restrictions.
 */
final class Simulcast {
  private static final int MAX_LAYERS = 8;

  private Simulcast() {}

  /** The lines that ask for layers, without their line ends; none for a single stream. */
  static List<String> lines(OfferedSection section) {
    List<String> lines = new ArrayList<>();
    for (String rid : section.rids()) {
      lines.add("a=rid:" + rid + " recv");
    }
    if (!lines.isEmpty()) {
      lines.add("a=simulcast:recv " + String.join(";", section.rids()));
    }
    return lines;
  }

  /**
   * Which of the layers asked for the answer sends, in the offer's order; none for one stream. A
   * layer that begins paused ("~") counts: it may come later.
   *
   * @throws SdpException for an attribute that does not answer what was asked for
   */
  static List<String> answered(OfferedSection offered, MediaSection section) throws SdpException {
    Optional<String> attribute = section.first("simulcast");
    if (attribute.isEmpty()) {
      return List.of();
    }
    String[] words = attribute.get().strip().split(" ", 4);
    if (offered.rids().isEmpty() || words.length != 2 || !words[0].equals("send")) {
      throw new SdpException("a=simulcast does not answer what was offered");
    }
    List<String> sent =
        Arrays.stream(words[1].split(";", MAX_LAYERS))
            .map(rid -> rid.startsWith("~") ? rid.substring(1) : rid)
            .toList();
    if (!offered.rids().containsAll(sent)) {
      throw new SdpException("a=simulcast names a rid that was not offered");
    }
    List<String> kept = offered.rids().stream().filter(sent::contains).toList();
    return kept.size() > 1 ? kept : List.of();
  }
}

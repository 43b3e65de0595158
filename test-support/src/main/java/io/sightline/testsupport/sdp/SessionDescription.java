package io.sightline.testsupport.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A parsed session description.
 *
 * @param attributes of the session level, without "a="
 * @param sections in order
 */
public record SessionDescription(List<String> attributes, List<MediaSection> sections) {

  /**
   * Reads SDP text; lines may end in LF alone.
   *
   * @throws IllegalArgumentException when it does not begin with {@code v=0} or an m-line is broken
   */
  public static SessionDescription parse(String sdp) {
    if (!sdp.startsWith("v=0")) {
      throw new IllegalArgumentException("not a session description");
    }
    List<String> session = new ArrayList<>();
    List<MediaSection> sections = new ArrayList<>();
    List<String> current = session;
    for (String line : sdp.split("\r?\n")) {
      if (line.startsWith("m=")) {
        String[] parts = line.substring(2).split(" ");
        if (parts.length < 4) {
          throw new IllegalArgumentException("broken media line: " + line);
        }
        current = new ArrayList<>();
        sections.add(
            new MediaSection(
                parts[0],
                Integer.parseInt(parts[1]),
                parts[2],
                Arrays.asList(parts).subList(3, parts.length),
                current,
                session));
      } else if (line.startsWith("a=")) {
        current.add(line.substring(2));
      }
    }
    return new SessionDescription(session, sections);
  }

  /** The section with a given mid. */
  public MediaSection section(String mid) {
    return sections.stream()
        .filter(section -> section.mid().equals(mid))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no section " + mid));
  }
}

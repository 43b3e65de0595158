package io.sightline.gateway.sdp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads session descriptions (RFC 8866 section 9) strictly: known line types only, in their order,
 * no control characters. Work and memory are linear in the text, which is bounded.
 */
public final class SdpParser {
  /** Longest description in UTF-8 bytes; Chromium's offer with a dozen sections has 30 kB. */
  public static final int MAX_BYTES = 65_536;

  static final int MAX_LINES = 2_000;
  static final int MAX_LINE_LENGTH = 2_048;
  static final int MAX_SECTIONS = 64;
  private static final int MAX_FORMATS = 64;

  private final List<SdpAttribute> session = new ArrayList<>();
  private final List<MediaSection> sections = new ArrayList<>();
  private MediaLine open;
  private List<SdpAttribute> openAttributes = new ArrayList<>();

  private record MediaLine(String media, int port, String protocol, List<String> formats) {}

  private SdpParser() {}

  /**
   * Parses a whole description.
   *
   * @throws SdpException for every text that is not one, is too large or has unknown lines
   */
  public static SessionDescription parse(String text) throws SdpException {
    if (text == null || text.isEmpty()) {
      throw new SdpException("the session description is empty");
    }
    if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new SdpException("the session description is longer than " + MAX_BYTES + " bytes");
    }
    return new SdpParser().read(text);
  }

  private SessionDescription read(String text) throws SdpException {
    int start = 0;
    int number = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      int next = newline < 0 ? text.length() : newline + 1;
      if (end > start && text.charAt(end - 1) == '\r') {
        end--;
      }
      number++;
      if (number > MAX_LINES) {
        throw new SdpException("more than " + MAX_LINES + " lines");
      }
      line(text.substring(start, end), number);
      start = next;
    }
    closeSection();
    if (number < 4) {
      throw new SdpException("the session description lacks its v=, o=, s= or t= line");
    }
    return new SessionDescription(session, sections);
  }

  private void line(String line, int number) throws SdpException {
    if (line.length() < 2 || line.length() > MAX_LINE_LENGTH || line.charAt(1) != '=') {
      throw malformed(number);
    }
    for (int i = 0; i < line.length(); i++) {
      if ((line.charAt(i) < ' ' && line.charAt(i) != '\t') || line.charAt(i) == 0x7f) {
        throw malformed(number);
      }
    }
    String value = line.substring(2);
    char type = line.charAt(0);
    if (number <= 3) {
      opening(type, value, number);
      return;
    }
    switch (type) {
      case 'm' -> {
        closeSection();
        open = mediaLine(value, number);
      }
      case 'a' -> attribute(value, number);
      case 't', 'r', 'z', 'u', 'e', 'p' -> {
        if (open != null) {
          throw malformed(number);
        }
      }
      case 'c', 'b', 'i', 'k' -> {
        if (type == 'k') {
          throw new SdpException("key lines (k=) are not accepted");
        }
      }
      default -> throw malformed(number);
    }
  }

  private static void opening(char type, String value, int number) throws SdpException {
    boolean expected =
        switch (number) {
          case 1 -> type == 'v' && value.equals("0");
          case 2 -> type == 'o' && value.split(" ", 8).length == 6;
          default -> type == 's';
        };
    if (!expected) {
      throw malformed(number);
    }
  }

  private MediaLine mediaLine(String value, int number) throws SdpException {
    if (sections.size() >= MAX_SECTIONS) {
      throw new SdpException("more than " + MAX_SECTIONS + " media sections");
    }
    String[] words = value.split(" ", MAX_FORMATS + 4);
    if (words.length < 4 || words.length > MAX_FORMATS + 3) {
      throw malformed(number);
    }
    List<String> formats = new ArrayList<>();
    for (int i = 3; i < words.length; i++) {
      if (!isToken(words[i])) {
        throw malformed(number);
      }
      formats.add(words[i]);
    }
    if (!isToken(words[0])) {
      throw malformed(number);
    }
    return new MediaLine(words[0], port(words[1], number), words[2], formats);
  }

  private static int port(String text, int number) throws SdpException {
    long port = Numbers.unsigned(text, 65_535);
    if (port < 0) {
      throw malformed(number);
    }
    return (int) port;
  }

  private void attribute(String value, int number) throws SdpException {
    int colon = value.indexOf(':');
    String name = colon < 0 ? value : value.substring(0, colon);
    if (!isToken(name)) {
      throw malformed(number);
    }
    SdpAttribute attribute =
        new SdpAttribute(name, colon < 0 ? "" : value.substring(colon + 1).strip());
    if (open == null) {
      session.add(attribute);
    } else {
      openAttributes.add(attribute);
    }
  }

  private void closeSection() {
    if (open != null) {
      sections.add(
          new MediaSection(
              open.media(), open.port(), open.protocol(), open.formats(), openAttributes));
      openAttributes = new ArrayList<>();
      open = null;
    }
  }

  /** Token characters of RFC 8866 section 9. */
  static boolean isToken(String text) {
    if (text.isEmpty()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || "\"(),/:;<=>?@[\\]".indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static SdpException malformed(int number) {
    return new SdpException("line " + number + " of the session description is malformed");
  }
}

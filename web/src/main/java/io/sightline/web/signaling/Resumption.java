package io.sightline.web.signaling;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a handshake says of coming back, by a subprotocol: {@code resume} that the client will after
 * a break, {@code resume.<session>.<received>} beside a ticket that it does, {@code
 * resume.<session>.<received>.<key>} that it does with the key it was given in place of a ticket.
 *
 * @param sessionId the session to go on; null for a new one
 * @param received the last message of it that the client has
 * @param key null for one that comes with a ticket
 */
record Resumption(boolean wanted, String sessionId, int received, String key) {
  private static final String WORD = "resume";
  private static final Pattern SESSION =
      Pattern.compile(WORD + "\\.([0-9a-f-]{36})\\.([0-9]{1,9})(?:\\.([A-Za-z0-9_-]{16,64}))?");

  /** Reads the header {@code Sec-WebSocket-Protocol}; null when there is none. */
  static Resumption of(String offered) {
    String[] protocols = offered == null ? new String[0] : offered.split(",");
    boolean wanted = Arrays.stream(protocols).map(String::strip).anyMatch(WORD::equals);
    for (String protocol : protocols) {
      Matcher session = SESSION.matcher(protocol.strip());
      if (session.matches()) {
        int received = Integer.parseInt(session.group(2));
        return new Resumption(true, session.group(1), received, session.group(3));
      }
    }
    return new Resumption(wanted, null, 0, null);
  }
}

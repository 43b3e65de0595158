package io.sightline.it;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The media server's counters, by the server's JMX over HTTPS. */
final class ServerCounters {
  /** A row of the table: a name and a number, whatever lies around. */
  private static final Pattern ROW =
      Pattern.compile("\"([A-Z_]{4,})\"[^0-9{\\[]*?\"value\"[^0-9]*\"?(\\d+)\"?");

  private ServerCounters() {}

  static Map<String, Long> read(ServerUnderTest server) {
    String text = ServerManagement.attribute(server, "Counters");
    Map<String, Long> counters = new HashMap<>();
    for (Matcher row = ROW.matcher(text); row.find(); ) {
      counters.put(row.group(1), Long.parseLong(row.group(2)));
    }
    if (counters.isEmpty()) {
      throw new IllegalStateException("no counters in " + text);
    }
    return counters;
  }
}

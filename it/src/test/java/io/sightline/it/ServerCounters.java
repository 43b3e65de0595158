package io.sightline.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The media server's counters, by the server's JMX over HTTPS. */
final class ServerCounters {
  private static final String ATTRIBUTE =
      "/IBMJMXConnectorREST/mbeans/io.sightline%3Atype%3DMediaServer/attributes/Counters";

  /** A row of the table: a name and a number, whatever lies around. */
  private static final Pattern ROW =
      Pattern.compile("\"([A-Z_]{4,})\"[^0-9{\\[]*?\"value\"[^0-9]*\"?(\\d+)\"?");

  private ServerCounters() {}

  static Map<String, Long> read(ServerUnderTest server) {
    String account = "admin:" + server.password("admin");
    String text =
        server
            .anonymous()
            .get(
                ATTRIBUTE,
                Map.of(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(account.getBytes(UTF_8))))
            .expect(200)
            .text();
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

package io.sightline.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Map;

/** The media server's management bean, by the server's JMX over HTTPS. */
final class ServerManagement {
  private static final String BEAN =
      "/IBMJMXConnectorREST/mbeans/io.sightline%3Atype%3DMediaServer";

  private ServerManagement() {}

  /** An attribute, in the connector's JSON. */
  static String attribute(ServerUnderTest server, String name) {
    return server
        .anonymous()
        .get(BEAN + "/attributes/" + name, Map.of("Authorization", account(server)))
        .expect(200)
        .text();
  }

  /** Has the bean do something, by an operation without parameters. */
  static void invoke(ServerUnderTest server, String operation) {
    server
        .anonymous()
        .send(
            "POST",
            BEAN + "/operations/" + operation,
            "{\"params\":[],\"signature\":[]}",
            Map.of("Authorization", account(server), "Content-Type", "application/json"))
        .expect(200);
  }

  private static String account(ServerUnderTest server) {
    String account = "admin:" + server.password("admin");
    return "Basic " + Base64.getEncoder().encodeToString(account.getBytes(UTF_8));
  }
}

package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.testsupport.client.ApiClient;
import io.sightline.testsupport.client.ApiResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Every resource method asked by everybody: strangers, holders of links, each role, and each role
 * of another tenant. Who may is in rest-matrix.txt, a line for each method, so that a method
 * without a line fails here.
 */
class RestMatrixIT {
  /** As {@link #matrix} spells them. */
  private static final List<String> ROLES =
      List.of("agent", "expert", "supervisor", "admin", "service", "customer", "guest");

  private static final String OTHER_TENANT = "elsewhere";

  /** Nobody of a tenant that is not, any more or at all, gets into the socket. */
  private static final Set<String> NEEDS_A_TENANT = Set.of("TicketResource.issue");

  private final ServerUnderTest server = ServerUnderTest.get();

  @Test
  void everyMethodHasALineAndEveryLineAMethod() throws Exception {
    assertEquals(
        new TreeSet<>(RestMethod.all().stream().map(RestMethod::name).toList()),
        new TreeSet<>(matrix().keySet()));
  }

  @Test
  void nobodyGetsMoreOrLessThanTheMatrixSays() throws Exception {
    ForgedTokens tokens = tokens();
    UUID subject = ForgedTokens.subject(server.signedIn("agent1").token());
    ApiClient anonymous = server.anonymous();
    List<String> wrong = new ArrayList<>();
    Map<String, List<String>> matrix = matrix();
    for (RestMethod method : RestMethod.all()) {
      List<String> may = matrix.getOrDefault(method.name(), List.of());
      if (may.contains("anybody")) {
        continue;
      }
      check(method, "stranger", anonymous, 401, wrong);
      for (String role : ROLES) {
        ApiClient own = anonymous.with(tokens.of(role, server.tenant(), subject));
        check(method, role, own, may.contains(role) ? 0 : 403, wrong);
        if (may.contains(role)) {
          ApiClient other = anonymous.with(tokens.of(role, OTHER_TENANT, UUID.randomUUID()));
          int expected = NEEDS_A_TENANT.contains(method.name()) ? 401 : -1;
          check(method, "other tenant's " + role, other, expected, wrong);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  /**
   * Notes a cell that is not as expected.
   *
   * @param expected a status; 0 for any but a refusal of the caller; -1 for the same, where a
   *     tenant's path is unknown to those of another
   */
  private void check(
      RestMethod method, String who, ApiClient client, int expected, List<String> wrong) {
    String path = method.path(server.tenant(), UUID.randomUUID().toString());
    ApiResponse answer = client.send(method.verb(), path, method.body(), method.headers());
    int status = answer.status();
    boolean refused = status == 401 || status == 403;
    boolean right =
        switch (expected) {
          case 0 -> !refused && status < 500;
          case -1 -> !refused && status < 500 && (!method.namesTenant() || isUnknown(status));
          default -> status == expected;
        };
    if (!right) {
      wrong.add(method.name() + " for " + who + ": " + status + " " + answer.text());
    }
  }

  /** The body may be found wrong before the tenant is looked for. */
  private static boolean isUnknown(int status) {
    return status == 404 || status == 400 || status == 415;
  }

  /** A foreign id answers as an unknown one. */
  @Test
  void foreignIdsAnswerAsUnknownOnes() throws Exception {
    ForgedTokens tokens = tokens();
    ApiClient anonymous = server.anonymous();
    try (ScriptedCall call = new ScriptedCall(server)) {
      List<String> wrong = new ArrayList<>();
      Map<String, List<String>> matrix = matrix();
      for (RestMethod method : RestMethod.all()) {
        for (String role : matrix.getOrDefault(method.name(), List.of())) {
          if (role.equals("anybody") || !method.namesCall()) {
            continue;
          }
          ApiClient other = anonymous.with(tokens.of(role, OTHER_TENANT, UUID.randomUUID()));
          String unknownId = UUID.randomUUID().toString();
          ApiResponse foreign = ask(other, method, call.id);
          ApiResponse unknown = ask(other, method, unknownId);
          if (foreign.status() != unknown.status()
              || !withoutIds(foreign).equals(withoutIds(unknown))) {
            wrong.add(
                method.name()
                    + " for other tenant's "
                    + role
                    + ": "
                    + foreign.text()
                    + " but "
                    + unknown.text());
          }
        }
      }
      assertEquals(List.of(), wrong);
    }
  }

  private ApiResponse ask(ApiClient client, RestMethod method, String id) {
    return client.send(
        method.verb(), method.path(server.tenant(), id), method.body(), method.headers());
  }

  private static String withoutIds(ApiResponse answer) {
    return answer.text().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}", "#");
  }

  /** The key is made when somebody signs in first. */
  private ForgedTokens tokens() throws IOException, GeneralSecurityException {
    server.signedIn("agent1");
    Path home = Path.of(System.getProperty("sightline.it.passwords")).getParent();
    Path key = home.resolve("keys").resolve("token-signing.jwk");
    Assumptions.assumeTrue(Files.isReadable(key), "the server's signing key is not at hand");
    return ForgedTokens.with(key);
  }

  /** By method's name the roles that may call it, or "anybody". */
  private static Map<String, List<String>> matrix() throws IOException {
    Map<String, List<String>> matrix = new LinkedHashMap<>();
    try (var in = RestMatrixIT.class.getResourceAsStream("/rest-matrix.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
        String[] words = line.strip().split(" +");
        assertTrue(words.length > 1, "who may: " + line);
        List<String> roles = List.of(words).subList(1, words.length);
        assertTrue(
            roles.stream().allMatch(role -> role.equals("anybody") || ROLES.contains(role)), line);
        assertEquals(null, matrix.put(words[0], roles), "twice: " + line);
      }
    }
    return matrix;
  }
}

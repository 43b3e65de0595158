package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.testsupport.client.ApiClient;
import io.sightline.testsupport.client.ApiResponse;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the REST interface answers to what it must not accept. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BadRequestsIT {
  private static String expiringCode;
  private static long expiresAtNs;

  private ServerUnderTest server;

  @BeforeEach
  void findServer() {
    server = ServerUnderTest.get();
  }

  /** The shape all errors have. */
  private static JsonObject refused(ApiResponse response, int status) {
    JsonObject error = response.expect(status).json();
    assertEquals(status, error.getInt("status"), error.toString());
    for (String field : List.of("message", "code", "contextId")) {
      assertFalse(error.getString(field, "").isEmpty(), field + " in " + error);
    }
    return error;
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "AAAAAAAAAAAAAAAAAAAAA!", "../../etc/passwd", " ", "<script>"})
  void malformedLinks(String code) {
    assertEquals(
        "link.malformed", refused(server.anonymous().admission(code), 400).getString("code"));
  }

  @Test
  void unknownLink() {
    ApiResponse response = server.anonymous().admission("AAAAAAAAAAAAAAAAAAAAAA");
    assertEquals("link.not.found", refused(response, 404).getString("code"));
  }

  @Test
  void revokedLink() {
    try (ScriptedCall call = new ScriptedCall(server)) {
      server.anonymous().admission(call.code).expect(200);
      ApiResponse revoked = call.agentApi.delete("/api/interactions/" + call.id + "/link");
      assertEquals(2, revoked.status() / 100, revoked.text());
      assertEquals(
          "link.revoked", refused(server.anonymous().admission(call.code), 410).getString("code"));
    }
  }

  /** The shortest validity is a minute: the link is made first and opened again last. */
  @Test
  @Order(Integer.MAX_VALUE)
  void expiredLink() throws InterruptedException {
    // Time itself is what is waited for: nothing tells from outside that a link has expired.
    assertFalse(new CountDownLatch(1).await(expiresAtNs - System.nanoTime(), TimeUnit.NANOSECONDS));
    assertEquals(
        "link.expired", refused(server.anonymous().admission(expiringCode), 410).getString("code"));
  }

  @Test
  @Order(1)
  void linkOfAMinute() {
    JsonObject body =
        Json.createObjectBuilder().add("type", "OUTBOUND").add("validity", "PT1M").build();
    JsonObject created =
        server
            .signedIn("agent1")
            .post("/api/interactions/tenants/" + server.tenant() + "/interactions", body)
            .expect(200)
            .json();
    String url = created.getJsonObject("visitor").getString("fullUrl");
    expiringCode = url.substring(url.lastIndexOf('/') + 1);
    server.anonymous().admission(expiringCode).expect(200);
    expiresAtNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(61);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"code\":{\"a\":1}}", "{\"code\":7}", "{}"})
  void malformedBodies(String body) {
    refused(server.anonymous().send("POST", "/api/links/admission", body, Map.of()), 400);
  }

  @Test
  void deeplyNestedBody() {
    String deep = "{\"code\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}";
    refused(server.anonymous().send("POST", "/api/links/admission", deep, Map.of()), 400);
  }

  @Test
  void oversizeBody() {
    String large = "{\"code\":\"" + "x".repeat(3_000_000) + "\"}";
    ApiResponse response = server.anonymous().send("POST", "/api/links/admission", large, Map.of());
    assertTrue(response.status() == 413 || response.status() == 400, response.text());
  }

  @Test
  void otherMediaType() {
    refused(
        server
            .anonymous()
            .send("POST", "/api/links/admission", "code=1", Map.of("Content-Type", "text/plain")),
        415);
  }

  @Test
  void wrongPasswordAndUnknownUserLookTheSame() {
    JsonObject wrong = signIn("agent1", "not the password");
    JsonObject unknown = signIn("nobody-" + UUID.randomUUID(), "not the password");
    assertEquals(wrong.getString("code"), unknown.getString("code"));
    assertEquals(wrong.getString("message"), unknown.getString("message"));
  }

  private JsonObject signIn(String user, String password) {
    JsonObject body =
        Json.createObjectBuilder().add("username", user).add("password", password).build();
    return refused(server.anonymous().post("/api/auth/token", body), 401);
  }

  @Test
  void tokensThatAreNone() {
    String good = server.signedIn("agent1").token();
    String none =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    String claims = good.split("\\.")[1];
    String unsigned = none + "." + claims + ".";
    String tampered = good.substring(0, good.length() - 8) + "AAAAAAAA";
    JsonObject first = refused(server.anonymous().get("/api/users/me"), 401);
    for (String token : List.of(unsigned, tampered, "x.y.z", "garbage")) {
      JsonObject error = refused(server.anonymous().with(token).get("/api/users/me"), 401);
      assertEquals(first.getString("code"), error.getString("code"), token);
    }
  }

  @Test
  void foreignTenantLooksUnknown() {
    ApiClient agent = server.signedIn("agent1");
    JsonObject body = Json.createObjectBuilder().add("type", "OUTBOUND").build();
    refused(agent.post("/api/interactions/tenants/another/interactions", body), 404);
    refused(agent.get("/api/tenants/another/settings"), 404);
  }

  @Test
  void unknownThings() {
    ApiClient agent = server.signedIn("agent1");
    String id = UUID.randomUUID().toString();
    for (String path :
        List.of(
            "/api/interactions/" + id,
            "/api/reports/calls/" + id,
            "/api/recordings/" + id,
            "/api/recordings/play/" + id)) {
      refused(agent.get(path), 404);
    }
  }

  @Test
  void aCustomerIsNoAgent() {
    try (ScriptedCall call = new ScriptedCall(server)) {
      JsonObject admission = server.anonymous().admission(call.code).expect(200).json();
      ApiClient customer = server.anonymous().with(admission.getString("accessToken"));
      JsonObject body = Json.createObjectBuilder().add("type", "OUTBOUND").build();
      refused(
          customer.post("/api/interactions/tenants/" + server.tenant() + "/interactions", body),
          403);
      refused(customer.get("/api/reports/calls"), 403);
      refused(customer.get("/api/recordings?callId=" + call.id), 403);
      refused(customer.delete("/api/interactions/" + call.id + "/link"), 403);
    }
  }

  @Test
  void anAgentIsNoAdministrator() {
    ApiClient agent = server.signedIn("agent1");
    JsonObject body = Json.createObjectBuilder().add("recordingMode", "off").build();
    refused(agent.patch("/api/tenants/" + server.tenant() + "/settings", body), 403);
  }

  /** Where no resource answers, the container does: nothing of its inside is told. */
  @ParameterizedTest
  @ValueSource(strings = {"/no/such", "/WEB-INF/web.xml", "/demonstration/none", "/ui/"})
  void paths(String path) {
    ApiResponse page = server.anonymous().get(path, Map.of("Accept", "text/html")).expect(404);
    assertTrue(page.headers().firstValue("Content-Type").orElse("").startsWith("text/html"), path);
    assertTrue(page.text().contains("<sl-problem kind=\"missing\">"), page.text());
    assertEquals("no-store", page.headers().firstValue("Cache-Control").orElse(""));
    assertTrue(
        page.headers()
            .firstValue("Content-Security-Policy")
            .orElse("")
            .startsWith("default-src 'self'; script-src 'self'; style-src 'self';"),
        path);
    JsonObject error = refused(server.anonymous().get(path), 404);
    assertEquals("not.found", error.getString("code"));
  }

  @Test
  void methodsThatNobodyAnswers() {
    refused(server.anonymous().send("PUT", "/api/links/admission", "{}", Map.of()), 405);
    ApiResponse page =
        server.anonymous().send("POST", "/ve/posted", "{}", Map.of("Accept", "text/html"));
    assertTrue(page.expect(405).text().contains("<sl-problem kind=\"unclear\">"), page.text());
  }
}

package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.sightline.testsupport.client.ApiClient;
import io.sightline.testsupport.clip.Side;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Consent before a recording, the truth about it, and a file ordered of it, on the pages. */
class RecordingLifeIT {
  private static final Duration MIX_LIMIT = ServerUnderTest.patience(120);
  private static final int RECORDED_FLASHES = 3;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("life");
  private final ApiClient admin = server.signedIn("admin");

  private void settings(String consent) {
    admin
        .patch(
            "/api/tenants/" + server.tenant() + "/settings",
            Json.createObjectBuilder().add("consent", consent).build())
        .expect(200);
  }

  @Test
  void asksRecordsTellsAndMakesAFile() throws Exception {
    settings("required");
    try (Chromium chromium = new Chromium()) {
      Page agent = chromium.user("agent", Side.AGENT);
      Page customer = chromium.user("customer", Side.CUSTOMER);
      chromium.watch(
          "life",
          screens,
          () -> {
            String callId = talk(agent, customer);
            record(agent, customer);
            CallPages.byId(agent, "end-call").click();
            CallPages.byId(agent, "end-dialog-confirm").click();
            CallPages.awaitView(customer, "sl-customer-app", "ended");
            JsonObject recording = report(agent, callId);
            truth(recording);
            order(agent, recording.getString("id"));
          });
    } finally {
      settings("off");
    }
  }

  private String talk(Page agent, Page customer) {
    agent.navigate(server.url() + "/agent/");
    CallPages.signIn(agent, "agent1", server.password("agent1"));
    ApiClient api = server.signedIn("agent1");
    JsonObject made = api.createInteraction(server.tenant());
    String callId = made.getString("interactionId");
    String link = made.getJsonObject("visitor").getString("fullUrl");
    customer.navigate(server.url() + link.substring(link.indexOf("/ve/")));
    CallPages.awaitView(customer, "sl-customer-app", "setup");
    CallPages.byId(customer, "join").click();
    CallPages.awaitView(customer, "sl-customer-app", "waiting");
    agent.navigate(server.url() + "/agent/?call=" + callId);
    CallPages.byId(agent, "setup-join").click();
    CallPages.awaitConnected(agent, "direct");
    CallPages.awaitConnected(customer, "direct");
    return callId;
  }

  private void record(Page agent, Page customer) {
    CallPages.byId(agent, "record").click();
    assertThat(CallPages.byId(customer, "consent-dialog")).isVisible();
    assertThat(CallPages.byId(agent, "consent-indicator")).isVisible();
    screens.shoot(customer, "consent");
    screens.shoot(agent, "consent-awaited");
    CallPages.awaitCall(agent, Map.of("recording", "off"));
    CallPages.byId(customer, "consent-agree").click();
    for (Page page : List.of(agent, customer)) {
      CallPages.awaitCall(page, Map.of("recording", "recording"));
    }
    CallPages.awaitConnected(customer, "forwarded");
    Pictures.awaitFlashes(customer, "remote-video", RECORDED_FLASHES);
  }

  private JsonObject report(Page agent, String callId) throws Exception {
    FinishedRecording mixed =
        FinishedRecording.await(
            server.signedIn("agent1"), callId, MIX_LIMIT, FinishedRecording::mixed);
    agent.navigate(server.url() + "/reports/#/calls/" + callId);
    assertThat(agent.locator("sl-recording-card")).hasCount(1);
    agent.waitForFunction("() => document.querySelector('[data-testid=poster]')?.naturalWidth > 0");
    agent.getByTestId("truth-details").locator("summary").click();
    assertThat(agent.getByTestId("truth-verdict")).isVisible();
    assertThat(agent.getByTestId("truth-tracks").locator("tbody tr")).hasCount(4);
    assertThat(agent.getByTestId("truth-timeline")).isVisible();
    agent.getByTestId("truth-details").scrollIntoViewIfNeeded();
    screens.shoot(agent, "truth");
    return mixed.record();
  }

  private void truth(JsonObject recording) {
    JsonObject truth =
        server
            .signedIn("agent1")
            .get("/api/recordings/" + recording.getString("id") + "/truth")
            .expect(200)
            .json();
    assertTrue(truth.getString("verdict").matches("complete|partial"), truth.toString());
    JsonObject consent = truth.getJsonArray("consents").getJsonObject(0);
    assertTrue(consent.getBoolean("agreed"));
    assertEquals(64, consent.getString("textSha256").length());
    long captured = truth.getJsonNumber("capturedMs").longValue();
    long media = truth.getJsonNumber("mediaMs").longValue();
    assertEquals(captured, media, 1_000, truth.toString());
    String other = "/api/recordings/" + recording.getString("id") + "/truth";
    server.signedIn("agent2").get(other).expect(404);
  }

  private void order(Page agent, String recordingId) {
    agent.getByTestId("order-open").click();
    assertThat(agent.getByTestId("order-estimate")).not().isEmpty();
    screens.shoot(agent, "order");
    agent.getByTestId("order-format").selectOption("mp4");
    agent.getByTestId("order-profile").selectOption("LD");
    agent.getByTestId("order-submit").click();
    Locator pending = agent.getByTestId("rendition-pending");
    assertThat(pending).hasCount(1);
    screens.shoot(agent, "progress");
    Locator made = agent.locator("[data-testid=rendition][data-format=mp4]");
    assertThat(made)
        .hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(MIX_LIMIT.toMillis()));
    screens.shoot(agent, "made");
    ApiClient api = server.signedIn("agent1");
    JsonObject wish = Json.createObjectBuilder().add("format", "mp4").add("profile", "LD").build();
    JsonObject again =
        api.post("/api/recordings/" + recordingId + "/renditions", wish).expect(200).json();
    UUID.fromString(again.getString("id"));
    assertEquals("finished", again.getString("state"));
    api.get(again.getString("url")).expect(200);
    api.delete(again.getString("selfUri")).expect(204);
    api.get(again.getString("selfUri")).expect(404);
    api.get(again.getString("url")).expect(404);
  }
}

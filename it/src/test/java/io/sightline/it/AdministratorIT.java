package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sightline.testsupport.client.ApiClient;
import io.sightline.testsupport.client.ScriptedParticipant;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.PeerOptions;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an administrator decides about recordings, and does about the work on them. */
class AdministratorIT {
  private static final Duration LIMIT = ServerUnderTest.patience(30);
  private static final Duration MIX_LIMIT = ServerUnderTest.patience(120);

  /** Three seconds of voice before the pause. */
  private static final long VOICE_PACKETS = 150;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("admin");
  private final ApiClient admin = server.signedIn("admin");
  private final String settings = "/api/tenants/" + server.tenant() + "/settings";

  @Test
  void decidesAndLooksAfterTheWork() throws Exception {
    JsonObject before = admin.get(settings).expect(200).json();
    try (Chromium chromium = new Chromium()) {
      Page page = chromium.user("admin", Side.AGENT);
      decide(page);
      JsonObject recording = recorded();
      exportKeys(recording.getString("id"));
      work(page, recording);
      assertEquals(List.of(), chromium.pageErrors());
    } finally {
      admin
          .patch(
              settings,
              Json.createObjectBuilder()
                  .add("defaultRenditions", before.getJsonArray("defaultRenditions"))
                  .add("renditionLayout", before.getString("renditionLayout"))
                  .add("screenRecording", "on")
                  .add("language", "en")
                  .build())
          .expect(200);
    }
  }

  private void decide(Page page) {
    page.navigate(server.url() + "/agent/");
    CallPages.signIn(page, "admin", server.password("admin"));
    CallPages.byId(page, "open-settings").click();
    assertThat(page.getByTestId("setting-format-webm")).isChecked();
    page.getByTestId("setting-format-mp4").uncheck();
    page.getByTestId("setting-format-mp3").check();
    page.getByTestId("setting-renditionLayout").selectOption("grid");
    page.getByTestId("setting-screenRecording-off").check();
    page.getByTestId("setting-language").selectOption("de");
    page.getByTestId("setting-renditionLayout").scrollIntoViewIfNeeded();
    screens.shoot(page, "settings");
    page.getByTestId("settings-save").click();
    assertThat(page.getByText("Settings saved.").first()).isVisible();
    JsonObject now = admin.get(settings).expect(200).json();
    assertEquals("[\"webm\",\"mp3\",\"poster\"]", now.getJsonArray("defaultRenditions").toString());
    assertEquals("grid", now.getString("renditionLayout"));
    assertEquals("off", now.getString("screenRecording"));
    assertEquals("de", now.getString("language"));
  }

  /** A call of which a pause is recorded, so that its mix shows a card in German. */
  private JsonObject recorded() throws Exception {
    try (ScriptedCall call = new ScriptedCall(server);
        ScriptedParticipant agent = call.agent(PeerOptions.of(Side.AGENT));
        ScriptedParticipant customer = call.customer(PeerOptions.of(Side.CUSTOMER))) {
      agent.awaitCall(snapshot -> ScriptedCall.has(snapshot, "customer", "lobby"));
      customer.join(call.id);
      agent.awaitCall(snapshot -> ScriptedCall.has(snapshot, "customer", "joined"));
      agent.join(call.id);
      agent.awaitPath("direct", 0);
      agent.send("recording.start");
      agent.awaitCall(ScriptedCall::records);
      int generation = agent.awaitPath("forwarded", 0);
      agent.peer(generation).awaitPackets(false, VOICE_PACKETS, LIMIT);
      agent.send("recording.pause");
      agent.peer(generation).awaitPackets(false, 2 * VOICE_PACKETS, LIMIT);
      agent.send("recording.resume");
      agent.peer(generation).awaitPackets(false, 3 * VOICE_PACKETS, LIMIT);
      agent.send("recording.stop");
      agent.awaitCall(snapshot -> !ScriptedCall.records(snapshot));
      FinishedRecording mixed =
          FinishedRecording.await(
              call.agentApi,
              call.id,
              MIX_LIMIT,
              record ->
                  record.getString("state").matches("finished|partial")
                      && FinishedRecording.renditions(record, "mixed").size() == 2);
      mixed.download("webm", Path.of("target", "recordings", "german-card.webm"));
      return mixed.record();
    }
  }

  private void exportKeys(String id) {
    String path = "/api/recordings/" + id + "/export-keys";
    JsonObject keys = admin.post(path, JsonObject.EMPTY_JSON_OBJECT).expect(200).json();
    assertTrue(keys.getString("directory").endsWith(id), keys.getString("directory"));
    assertEquals(56, keys.getString("tenantKey").length(), "40 wrapped bytes");
    assertEquals(56, keys.getString("recordingKey").length(), "40 wrapped bytes");
    server.signedIn("supervisor1").post(path, JsonObject.EMPTY_JSON_OBJECT).expect(403);
    server.signedIn("agent1").post(path, JsonObject.EMPTY_JSON_OBJECT).expect(403);
  }

  private void work(Page page, JsonObject recording) throws Exception {
    JsonObject wish = Json.createObjectBuilder().add("format", "mp4").add("profile", "LD").build();
    String id =
        admin
            .post("/api/recordings/" + recording.getString("id") + "/renditions", wish)
            .expect(202)
            .json()
            .getString("id");
    String job = "/api/recordings/jobs/" + id;
    server.signedIn("agent1").delete(job).expect(403);
    assertEquals("cancelled", admin.delete(job).expect(200).json().getString("reason"));
    admin.delete(job).expect(409);
    admin.get("/api/recordings/jobs?state=lost").expect(400);
    server.signedIn("supervisor1").get("/api/recordings/jobs").expect(403);

    page.navigate(server.url() + "/reports/");
    assertThat(page.getByTestId("jobs-dead-count")).isVisible();
    page.getByTestId("jobs-link").click();
    page.getByTestId("jobs-dead").click();
    Locator row = page.locator("[data-job-id='" + id + "']");
    assertThat(row).containsText("Stopped by a person");
    screens.shoot(page, "given-up");
    row.getByTestId("job-retry").click();
    assertThat(row).hasCount(0);
    page.getByTestId("jobs-running").click();
    screens.shoot(page, "running");
    FinishedRecording.await(
        admin,
        recording.getString("callId"),
        MIX_LIMIT,
        record -> FinishedRecording.renditions(record, "mixed").size() == 3);
    page.getByTestId("jobs-dead").click();
    assertThat(page.getByTestId("jobs-message")).isVisible();
  }
}

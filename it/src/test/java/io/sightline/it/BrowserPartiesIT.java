package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.content.MediaContent;
import io.sightline.testsupport.content.Region;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Three people in Chromium: an expert asked in, a screen shown and recorded, a hold, a farewell.
 */
class BrowserPartiesIT {
  private static final int EXPERT_COLOUR = 0xc8a028;
  private static final int EXPERT_TONE = 700;
  private static final int EXPERT_BEEP = 3_100;

  /** Within the large picture of a presentation. */
  private static final Region SHOWN = new Region(0.15, 0.3, 0.55, 0.7);

  /** Lossy coding changes a component by up to this. */
  private static final double COLOUR_TOLERANCE = 45;

  private static final Duration MIX_LIMIT = ServerUnderTest.patience(120);

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("parties");
  private Page agent;
  private Page customer;
  private Page expert;

  @Test
  void threeTalkAndShareAScreen() throws Exception {
    try (Chromium chromium = new Chromium()) {
      agent = chromium.user("agent", Side.AGENT);
      customer = chromium.user("customer", Side.CUSTOMER);
      expert =
          chromium.user("expert", BrowserSource.script(EXPERT_COLOUR, EXPERT_TONE, EXPERT_BEEP));
      chromium.watch(
          "parties",
          screens,
          () -> {
            String callId = begin();
            shareDirectly();
            askIn();
            recordAScreen();
            hold();
            partAgain();
            end();
            checkRecordings(callId);
          });
    }
  }

  private String begin() {
    agent.navigate(server.url() + "/agent/");
    CallPages.signIn(agent, "agent1", server.password("agent1"));
    assertThat(CallPages.byId(agent, "new-link")).isVisible();
    String callId = CallPages.newLink(agent);
    Locator card = agent.locator("[data-call-id='" + callId + "']");
    enter(customer, card.getByTestId("link-url").inputValue());
    agent.locator("[data-call-id='" + callId + "']").getByTestId("join-call").click();
    CallPages.byId(agent, "setup-join").click();
    CallPages.awaitConnected(agent, "direct");
    CallPages.awaitConnected(customer, "direct");
    return callId;
  }

  private void enter(Page page, String link) {
    CallPages.openLink(page, server.url().toString(), link);
    CallPages.byId(page, "join").click();
  }

  /** The customer shows a screen to the agent, from browser to browser, and the browser ends it. */
  private void shareDirectly() {
    CallPages.byId(customer, "share").click();
    seesScreen(agent, "direct");
    screens.shoot(agent, "direct-screen");
    screens.shoot(customer, "direct-sharing");
    customer.evaluate(
        "() => { window.sightlineScreen.stop();"
            + " window.sightlineScreen.dispatchEvent(new Event('ended')); }");
    CallPages.awaitCall(agent, Map.of("layout", "single"));
    CallPages.awaitCall(customer, Map.of("screen", "off"));
    CallPages.awaitConnected(agent, "direct");
  }

  private void askIn() {
    CallPages.byId(agent, "invite").click();
    CallPages.byId(agent, "invite-name").fill("Eva Expert");
    CallPages.byId(agent, "invite-make").click();
    String link = CallPages.byId(agent, "invite-url").inputValue();
    screens.shoot(agent, "invite");
    CallPages.byId(agent, "invite-close").click();
    enter(expert, link);
    for (Page page : people()) {
      CallPages.awaitCall(page, Map.of("others", "2", "layout", "grid"));
      CallPages.awaitConnected(page, "forwarded");
    }
    sees(agent, "customer", Side.CUSTOMER.colour());
    sees(agent, "expert", EXPERT_COLOUR);
    sees(customer, "agent", Side.AGENT.colour());
    sees(customer, "expert", EXPERT_COLOUR);
    sees(expert, "agent", Side.AGENT.colour());
    sees(expert, "customer", Side.CUSTOMER.colour());
    screens.shoot(agent, "three");
    screens.shoot(customer, "three");
    assertThat(agent.getByTestId("remote-tile").filter(named("Eva Expert"))).hasCount(1);
  }

  private static Locator.FilterOptions named(String name) {
    return new Locator.FilterOptions().setHasText(name);
  }

  private List<Page> people() {
    return List.of(agent, customer, expert);
  }

  private static void sees(Page page, String role, int colour) {
    Pictures.awaitColour(
        page,
        ".tile[data-role=\"" + role + "\"][data-kind=\"camera\"] .remote-video.shown",
        colour,
        0.5,
        0.3);
  }

  private static void seesScreen(Page page, String path) {
    CallPages.awaitCall(page, Map.of("layout", "presentation"));
    Pictures.awaitColour(
        page,
        ".tile[data-kind=\"screen\"] .remote-video.shown",
        BrowserSource.SCREEN_COLOUR,
        0.5,
        0.3);
    CallPages.awaitConnected(page, path);
  }

  private void recordAScreen() {
    CallPages.byId(agent, "record").click();
    for (Page page : people()) {
      CallPages.awaitCall(page, Map.of("recording", "recording", "recording-screen", "off"));
    }
    CallPages.byId(agent, "share").click();
    seesScreen(customer, "forwarded");
    seesScreen(expert, "forwarded");
    CallPages.awaitCall(agent, Map.of("recording-screen", "recording", "screen", "on"));
    screens.shoot(agent, "sharing");
    screens.shoot(customer, "screen");
    Pictures.awaitFlashes(customer, "remote-screen", 4);
    CallPages.byId(agent, "share").click();
    CallPages.awaitCall(agent, Map.of("recording-screen", "off", "recording", "recording"));
    CallPages.awaitCall(customer, Map.of("layout", "grid"));
  }

  private void hold() {
    CallPages.byId(agent, "hold").click();
    assertThat(CallPages.byId(customer, "hold-screen")).isVisible();
    Locator held = agent.locator(".tile[data-role=customer]");
    assertThat(held).hasAttribute("data-picture", "off");
    screens.shoot(customer, "held");
    screens.shoot(agent, "holding");
    sees(expert, "agent", Side.AGENT.colour());
    CallPages.byId(agent, "hold").click();
    assertThat(CallPages.byId(customer, "hold-screen")).isHidden();
    assertThat(held).hasAttribute("data-picture", "on");
    sees(agent, "customer", Side.CUSTOMER.colour());
    sees(customer, "agent", Side.AGENT.colour());
  }

  private void partAgain() {
    CallPages.byId(expert, "leave-call").click();
    for (Page page : List.of(agent, customer)) {
      CallPages.awaitCall(page, Map.of("others", "1", "layout", "single"));
      CallPages.awaitConnected(page, "forwarded");
    }
    CallPages.byId(agent, "record").click();
    for (Page page : List.of(agent, customer)) {
      CallPages.awaitConnected(page, "direct");
    }
    Pictures.awaitColour(agent, "remote-video", Side.CUSTOMER, 0.5, 0.3);
    Pictures.awaitColour(customer, "remote-video", Side.AGENT, 0.5, 0.3);
  }

  private void end() {
    CallPages.byId(agent, "end-call").click();
    CallPages.byId(agent, "end-dialog-confirm").click();
    CallPages.awaitView(customer, "sl-customer-app", "ended");
  }

  private void checkRecordings(String callId) throws Exception {
    JsonObject cdr =
        server
            .signedIn("agent1")
            .get("/api/reports/calls/" + callId + "?expand=sessions,recordings")
            .expect(200)
            .json();
    List<String> types =
        cdr.getJsonArray("recordings").getValuesAs(JsonObject.class).stream()
            .map(recording -> recording.getString("type"))
            .collect(Collectors.toList());
    assertEquals(List.of("video", "screen"), types, cdr.toString());
    assertTrue(
        cdr.getJsonArray("sessions").getValuesAs(JsonObject.class).stream()
            .anyMatch(session -> session.getString("role").equals("expert")),
        cdr.toString());
    checkScreen(callId);
  }

  /** The recording of the screen is mixed to its end as well, and shows it with the voices. */
  private void checkScreen(String callId) throws Exception {
    FinishedRecording recording =
        FinishedRecording.await(
            server.signedIn("agent1"),
            callId,
            MIX_LIMIT,
            record -> record.getString("type").equals("screen") && FinishedRecording.mixed(record));
    Path file = recording.download("webm", Path.of("target", "recordings", "screen.webm"));
    MediaContent content = MediaContent.open(file, "webm");
    double seconds = content.decodedSeconds();
    double share = content.video().share(SHOWN, BrowserSource.SCREEN_COLOUR, COLOUR_TOLERANCE);
    int flashes = content.video().flashes(SHOWN, BrowserSource.SCREEN_COLOUR).size();
    double voice = content.audio().tonePresence(Side.AGENT.toneHertz(), 4);
    String figures =
        seconds + " s, screen " + share + ", " + flashes + " flashes, agent's voice " + voice;
    assertTrue(seconds > 3, figures);
    assertTrue(share > 0.5, figures);
    assertTrue(flashes >= 0.6 * (seconds - 1) - 1, figures);
    assertTrue(voice > 0.6, figures);
  }
}

package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sightline.testsupport.client.ApiResponse;
import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.content.MediaContent;
import jakarta.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A page that knows WHIP alone publishes into a running call, and another watches it by WHEP. */
class BrowserWhipIT {
  private static final int CLIP_COLOUR = 0xc8a028;
  private static final int CLIP_TONE = 700;
  private static final int CLIP_BEEP = 3_100;
  private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

  private static final Duration MIX_LIMIT = ServerUnderTest.patience(120);
  private static final double RECORDED_MILLIS = 6_000;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("whip");
  private Page agent;
  private Page customer;
  private Page watcher;
  private BarePage publishing;
  private BarePage watching;
  private String callId;

  @Test
  void publishesAndWatches() throws Exception {
    try (Chromium chromium = new Chromium()) {
      agent = chromium.user("agent", Side.AGENT);
      customer = chromium.user("customer", Side.CUSTOMER);
      Page camera =
          chromium.user("camera", BrowserSource.script(CLIP_COLOUR, CLIP_TONE, CLIP_BEEP));
      watcher = chromium.user("watcher", Side.AGENT);
      chromium.watch(
          "whip",
          screens,
          () -> {
            begin();
            publishing = new BarePage(camera, server.url() + "/api/nothing");
            watching = new BarePage(watcher, server.url() + "/api/nothing");
            publish();
            watch();
            patch();
            record();
            end();
          });
      checkRecording();
    }
  }

  private void begin() {
    agent.navigate(server.url() + "/agent/");
    CallPages.signIn(agent, "agent1", server.password("agent1"));
    callId = CallPages.newLink(agent);
    Locator card = agent.locator("[data-call-id='" + callId + "']");
    CallPages.openLink(customer, card);
    CallPages.byId(customer, "join").click();
    card.getByTestId("join-call").click();
    CallPages.byId(agent, "setup-join").click();
    CallPages.awaitConnected(agent, "direct");
  }

  /** A guest's link does as a token; the call moves to the media server for it. */
  private void publish() {
    CallPages.byId(agent, "invite").click();
    CallPages.byId(agent, "invite-name").fill("Door camera");
    CallPages.byId(agent, "invite-make").click();
    String link = CallPages.byId(agent, "invite-url").inputValue();
    CallPages.byId(agent, "invite-close").click();
    publishing.publish(server.url() + "/api/whip", link.substring(link.lastIndexOf('/') + 1));
    for (Page page : List.of(agent, customer)) {
      CallPages.awaitCall(page, Map.of("others", "2", "layout", "grid", "path", "forwarded"));
      sees(page, CLIP_COLOUR);
    }
    assertThat(
            agent
                .getByTestId("remote-tile")
                .filter(new Locator.FilterOptions().setHasText("Door camera")))
        .hasCount(1);
    screens.shoot(agent, "published");
  }

  private static void sees(Page page, int colour) {
    Pictures.awaitColour(
        page,
        ".tile[data-role=\"expert\"][data-kind=\"camera\"] .remote-video.shown",
        colour,
        0.5,
        0.3);
  }

  /** A supervisor gets all three pictures, the customer's first, an expert's last, and is seen. */
  private void watch() {
    watching.watch(
        server.url() + "/api/whep?name=Quality&call=" + callId,
        server.signedIn("supervisor1").token(),
        3);
    Pictures.awaitColour(watcher, "#watched-0", Side.CUSTOMER.colour(), 0.5, 0.3);
    Pictures.awaitColour(watcher, "#watched-1", Side.AGENT.colour(), 0.5, 0.3);
    Pictures.awaitColour(watcher, "#watched-2", CLIP_COLOUR, 0.5, 0.3);
    assertTrue(watching.audioPackets() > 0, "no sound");
    for (Page page : List.of(agent, customer)) {
      CallPages.awaitCall(page, Map.of("others", "3"));
    }
    screens.shoot(agent, "watched");
    screens.shoot(customer, "watched");
    screens.shoot(watcher, "watching");
  }

  private void patch() {
    String tag = publishing.tag();
    assertEquals(204, publishing.trickle(Map.of("Content-Type", FRAGMENT, "If-Match", tag)));
    assertEquals(428, publishing.trickle(Map.of("Content-Type", FRAGMENT)));
    assertEquals(415, publishing.trickle(Map.of("Content-Type", "text/plain", "If-Match", tag)));
    assertEquals(200, publishing.restartIce());
    assertEquals(412, publishing.trickle(Map.of("Content-Type", FRAGMENT, "If-Match", tag)));
    sees(agent, CLIP_COLOUR);
  }

  private void record() {
    CallPages.byId(agent, "record").click();
    CallPages.awaitCall(agent, Map.of("recording", "recording"));
    agent.waitForTimeout(RECORDED_MILLIS);
    sees(customer, CLIP_COLOUR);
    CallPages.byId(agent, "record").click();
    CallPages.awaitCall(agent, Map.of("recording", "off"));
  }

  private void end() {
    assertEquals(200, watching.end());
    CallPages.awaitCall(agent, Map.of("others", "2"));
    assertEquals(200, publishing.end());
    assertEquals(404, publishing.end());
    for (Page page : List.of(agent, customer)) {
      CallPages.awaitCall(page, Map.of("others", "1", "layout", "single"));
      CallPages.awaitConnected(page, "direct");
    }
    CallPages.byId(agent, "end-call").click();
    CallPages.byId(agent, "end-dialog-confirm").click();
    CallPages.awaitView(customer, "sl-customer-app", "ended");
  }

  /** The mix shows the clip beside the others, and plays its tone. */
  private void checkRecording() throws Exception {
    FinishedRecording recording =
        FinishedRecording.await(
            server.signedIn("agent1"), callId, MIX_LIMIT, FinishedRecording::mixed);
    Path file = recording.download("webm", Path.of("target", "recordings", "whip.webm"));
    MediaContent content = MediaContent.open(file, "webm");
    double clip = Tiles.share(content.video(), CLIP_COLOUR);
    double tone = content.audio().tonePresence(CLIP_TONE, 4);
    assertTrue(clip > 0.5 && tone > 0.6, "clip " + clip + ", tone " + tone);
  }

  @Test
  void refusesWhatItCannotTake() {
    var agentClient = server.signedIn("agent1");
    String code =
        agentClient
            .createInteraction(server.tenant())
            .getJsonObject("visitor")
            .getString("fullUrl")
            .replaceAll(".*/", "");
    var link = server.anonymous().with(code);
    Map<String, String> sdp = Map.of("Content-Type", "application/sdp", "Accept", "*/*");
    server.anonymous().send("POST", "/api/whip", "v=0", sdp).expect(401);
    agentClient.send("POST", "/api/whip", "v=0", sdp).expect(403);
    server.signedIn("supervisor1").send("POST", "/api/whep", "v=0", sdp).expect(400);
    link.send("POST", "/api/whip", "v=0", sdp).expect(400);
    link.post("/api/whip", Json.createObjectBuilder().build()).expect(415);
    link.send("GET", "/api/whip", null, Map.of()).expect(405);
    link.send("DELETE", "/api/whip/" + UUID.randomUUID(), null, Map.of()).expect(404);
    assertTrue(
        link.send("POST", "/api/whip", Offers.unknownCodec(), sdp)
            .expect(422)
            .json()
            .getString("message")
            .contains("VP8"));
  }

  @Test
  void answersPagesOfPermittedOriginsOnly() {
    String own = server.url().toString();
    ApiResponse preflight =
        server.anonymous().send("OPTIONS", "/api/whip", null, Map.of("Origin", own)).expect(204);
    assertEquals(own, preflight.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    assertEquals("application/sdp", preflight.headers().firstValue("Accept-Post").orElse(""));
    ApiResponse foreign =
        server
            .anonymous()
            .send("OPTIONS", "/api/whep", null, Map.of("Origin", "https://elsewhere.example"))
            .expect(204);
    assertEquals("", foreign.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
  }

  /** Offers that no browser makes. */
  private static final class Offers {
    static String unknownCodec() {
      return String.join(
          "\r\n",
          "v=0",
          "o=- 1 1 IN IP4 127.0.0.1",
          "s=-",
          "t=0 0",
          "a=group:BUNDLE 0",
          "m=video 9 UDP/TLS/RTP/SAVPF 120",
          "c=IN IP4 0.0.0.0",
          "a=mid:0",
          "a=sendonly",
          "a=rtcp-mux",
          "a=setup:actpass",
          "a=ice-ufrag:abcd",
          "a=ice-pwd:abcdefghijklmnopqrstuv",
          "a=fingerprint:sha-256 " + "AA:".repeat(31) + "AA",
          "a=rtpmap:120 theora/90000",
          "");
    }
  }
}

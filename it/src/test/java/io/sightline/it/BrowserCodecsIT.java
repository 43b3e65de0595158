package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sightline.testsupport.client.ApiClient;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.content.MediaContent;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two Chromiums in each codec that the tenant may want first: forwarded, recorded and mixed. */
class BrowserCodecsIT {
  private static final Duration MIX_LIMIT = ServerUnderTest.patience(120);
  private static final double RECORDED_MILLIS = 5_000;

  /** What a page's pictures come in, by its own statistics. */
  static final String RECEIVED =
      """
      async () => {
        const view = document.querySelector('sl-call-view');
        const stats = await view.client.switcher.shown.connection.getStats();
        return [...stats.values()]
          .filter((one) => one.type === 'inbound-rtp' && one.kind === 'video' && one.framesDecoded)
          .map((one) => stats.get(one.codecId).mimeType).join();
      }
      """;

  private static final String CAN =
      "(codec) => [RTCRtpSender, RTCRtpReceiver].every((side) => side.getCapabilities('video')"
          + ".codecs.some(({ mimeType }) => mimeType === `video/${codec}`))";

  private final ServerUnderTest server = ServerUnderTest.get();
  private final ApiClient administrator = server.signedIn("admin");
  private final Screens screens = new Screens("codecs");
  private String callId;

  @AfterEach
  void takeTheInstallationsOrder() {
    order();
  }

  private void order(String... video) {
    JsonArrayBuilder names = Json.createArrayBuilder();
    for (String name : video) {
      names.add(name);
    }
    administrator
        .patch(
            "/api/tenants/" + server.tenant() + "/codecs",
            Json.createObjectBuilder().add("video", names).build())
        .expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"VP9", "H264", "AV1"})
  void isForwardedRecordedAndMixed(String codec) throws Exception {
    order(codec, "VP8");
    try (Chromium chromium = new Chromium()) {
      Page agent = chromium.user("agent", Side.AGENT);
      Page customer = chromium.user("customer", Side.CUSTOMER);
      chromium.watch(
          "codec-" + codec,
          screens,
          () -> {
            agent.navigate(server.url() + "/agent/");
            Assumptions.assumeTrue(
                Boolean.TRUE.equals(agent.evaluate(CAN, codec)), "no " + codec + " here");
            talk(agent, customer, codec);
          });
    }
    check();
  }

  private void talk(Page agent, Page customer, String codec) {
    CallPages.signIn(agent, "agent1", server.password("agent1"));
    callId = CallPages.newLink(agent);
    Locator card = agent.locator("[data-call-id='" + callId + "']");
    CallPages.openLink(customer, card);
    CallPages.byId(customer, "join").click();
    card.getByTestId("join-call").click();
    CallPages.byId(agent, "setup-join").click();
    CallPages.awaitConnected(agent, "direct");
    CallPages.byId(agent, "record").click();
    for (Page page : new Page[] {agent, customer}) {
      CallPages.awaitConnected(page, "forwarded");
      CallPages.awaitCall(page, Map.of("recording", "recording"));
    }
    Pictures.awaitColour(agent, "remote-video", Side.CUSTOMER, 0.5, 0.3);
    Pictures.awaitColour(customer, "remote-video", Side.AGENT, 0.5, 0.3);
    agent.waitForTimeout(RECORDED_MILLIS);
    assertEquals("video/" + codec, agent.evaluate(RECEIVED));
    assertEquals("video/" + codec, customer.evaluate(RECEIVED));
    CallPages.byId(agent, "end-call").click();
    CallPages.byId(agent, "end-dialog-confirm").click();
    CallPages.awaitView(customer, "sl-customer-app", "ended");
  }

  private void check() throws Exception {
    FinishedRecording recording =
        FinishedRecording.await(
            server.signedIn("agent1"), callId, MIX_LIMIT, FinishedRecording::mixed);
    Path file = recording.download("webm", Path.of("target", "recordings", "codec.webm"));
    MediaContent content = MediaContent.open(file, "webm");
    double agent = Tiles.share(content.video(), Side.AGENT.colour());
    double customer = Tiles.share(content.video(), Side.CUSTOMER.colour());
    assertTrue(agent > 0.5 && customer > 0.5, "agent " + agent + ", customer " + customer);
  }
}

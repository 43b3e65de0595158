package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.sightline.testsupport.clip.Side;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One recorded video call between two people with Chromium, and what becomes of it. */
class BrowserSpineIT {
  private static final Duration MIX_LIMIT = ServerUnderTest.patience(180);
  private static final int RECORDED_FLASHES = 12;

  /** A busy machine drops frames and with them flashes; most must be there. */
  private static final double COMPLETENESS = 0.8;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("spine");

  @Test
  void anAgentAndACustomerHaveARecordedCall() throws Exception {
    try (Chromium chromium = new Chromium()) {
      Page agent = chromium.user("agent", Side.AGENT);
      Page customer = chromium.user("customer", Side.CUSTOMER);
      chromium.watch(
          "spine",
          screens,
          () -> {
            String callId = newLink(agent);
            arrive(agent, customer, callId);
            talk(agent, customer);
            MixedContent.Span recorded = record(agent, customer);
            comeBack(agent, customer);
            end(agent, customer);
            report(agent, callId);
            checkFiles(callId, recorded);
          });
    }
  }

  private String newLink(Page agent) {
    agent.navigate(server.url() + "/");
    screens.shoot(agent, "landing");
    agent.navigate(server.url() + "/agent/");
    assertThat(CallPages.byId(agent, "username")).isVisible();
    screens.shoot(agent, "sign-in");
    CallPages.signIn(agent, "agent1", server.password("agent1"));
    assertThat(CallPages.byId(agent, "new-link")).isVisible();
    screens.shoot(agent, "console-before");
    String callId = CallPages.newLink(agent);
    Locator card = agent.locator("[data-testid=call-card][data-call-id='" + callId + "']");
    assertThat(card).hasAttribute("data-situation", "nobody");
    card.getByTestId("copy-link").click();
    screens.shoot(agent, "console-nobody");
    return callId;
  }

  private void arrive(Page agent, Page customer, String callId) {
    Locator card = agent.locator("[data-call-id='" + callId + "']");
    CallPages.openLink(customer, card);
    Pictures.awaitColour(customer, "preview-video", Side.CUSTOMER, 0.5, 0.3);
    customer.waitForFunction(
        "() => Number(document.querySelector('[data-testid=level-meter]').dataset.lit) > 0");
    screens.shoot(customer, "customer-setup");
    CallPages.byId(customer, "join").click();
    CallPages.awaitView(customer, "sl-customer-app", "waiting");
    screens.shoot(customer, "customer-waiting");
    assertThat(card).hasAttribute("data-situation", "customerWaiting");
    screens.shoot(agent, "console-customer-waiting");
    card.getByTestId("join-call").click();
    assertThat(CallPages.byId(agent, "setup-join")).isVisible();
    Pictures.awaitColour(agent, "preview-video", Side.AGENT, 0.5, 0.3);
    screens.shoot(agent, "agent-setup");
    CallPages.byId(agent, "setup-join").click();
  }

  private void talk(Page agent, Page customer) {
    CallPages.awaitConnected(agent, "direct");
    CallPages.awaitConnected(customer, "direct");
    Pictures.awaitColour(agent, "remote-video", Side.CUSTOMER, 0.5, 0.3);
    Pictures.awaitColour(customer, "remote-video", Side.AGENT, 0.5, 0.3);
    screens.shoot(agent, "agent-direct");
    screens.shoot(customer, "customer-direct");
  }

  /** Records for some twelve seconds; answers how long, as far as it is seen from here. */
  private MixedContent.Span record(Page agent, Page customer) {
    CallPages.watchPicture(agent);
    CallPages.watchPicture(customer);
    long askedNs = System.nanoTime();
    CallPages.byId(agent, "record").click();
    CallPages.awaitConnected(agent, "forwarded");
    CallPages.awaitConnected(customer, "forwarded");
    long flowingNs = System.nanoTime();
    for (Page page : List.of(agent, customer)) {
      CallPages.awaitCall(page, Map.of("recording", "recording"));
      assertThat(CallPages.byId(page, "recording-indicator")).isVisible();
    }
    Pictures.awaitColour(agent, "remote-video", Side.CUSTOMER, 0.5, 0.3);
    Pictures.awaitColour(customer, "remote-video", Side.AGENT, 0.5, 0.3);
    screens.shoot(agent, "agent-recording");
    screens.shoot(customer, "customer-recording");
    Pictures.awaitFlashes(customer, "remote-video", RECORDED_FLASHES);
    long stoppingNs = System.nanoTime();
    CallPages.byId(agent, "record").click();
    CallPages.awaitCall(agent, Map.of("recording", "off"));
    long stoppedNs = System.nanoTime();
    for (Page page : List.of(agent, customer)) {
      CallPages.awaitCall(page, Map.of("recording", "off"));
      CallPages.awaitConnected(page, "direct");
      assertEquals("", CallPages.lostPictures(page), "make before break");
    }
    return new MixedContent.Span((stoppingNs - flowingNs) / 1e9, (stoppedNs - askedNs) / 1e9);
  }

  private void comeBack(Page agent, Page customer) {
    customer.reload();
    CallPages.awaitConnected(customer, "direct");
    CallPages.awaitConnected(agent, "direct");
    Pictures.awaitColour(agent, "remote-video", Side.CUSTOMER, 0.5, 0.3);
    Pictures.awaitColour(customer, "remote-video", Side.AGENT, 0.5, 0.3);
    screens.shoot(customer, "customer-back");
  }

  private void end(Page agent, Page customer) {
    CallPages.byId(agent, "end-call").click();
    assertThat(CallPages.byId(agent, "end-dialog")).isVisible();
    screens.shoot(agent, "agent-end-dialog");
    CallPages.byId(agent, "end-dialog-confirm").click();
    CallPages.awaitView(customer, "sl-customer-app", "ended");
    screens.shoot(customer, "customer-ended");
    CallPages.awaitView(agent, "sl-agent-app", "console");
    customer.reload();
    assertThat(customer.locator("sl-customer-app")).hasAttribute("data-problem", "ended");
    screens.shoot(customer, "customer-link-dead");
  }

  private void report(Page agent, String callId) {
    agent.navigate(server.url() + "/reports/");
    Locator row = agent.locator("[data-testid=call-row][data-call-id='" + callId + "']");
    assertThat(row).isVisible();
    assertThat(row).hasAttribute("data-call-state", "ended");
    screens.shoot(agent, "reports");
    row.getByTestId("open-call").click();
    Locator card = agent.locator("sl-recording-card");
    assertThat(card).hasCount(1);
    assertThat(agent.getByTestId("session-row").first()).isVisible();
    Locator choice = card.getByTestId("player-source");
    assertThat(choice.locator("option[value=captures]"))
        .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(MIX_LIMIT.toMillis()));
    choice.selectOption("captures");
    playCaptures(agent);
    assertThat(card)
        .hasAttribute(
            "data-state",
            java.util.regex.Pattern.compile("finished|partial"),
            new LocatorAssertions.HasAttributeOptions().setTimeout(MIX_LIMIT.toMillis()));
    playMixed(agent, card);
  }

  private void playCaptures(Page agent) {
    assertThat(agent.getByTestId("capture-video")).hasCount(2);
    agent.waitForFunction(
        "() => [...document.querySelectorAll('[data-testid=capture-video]')]"
            + ".every((video) => video.readyState >= 2)");
    agent.getByTestId("dual-play").click();
    agent.waitForFunction(
        "() => [...document.querySelectorAll('[data-testid=capture-video]')]"
            + ".every((video) => video.currentTime > 2)");
    screens.shoot(agent, "report-captures");
  }

  private void playMixed(Page agent, Locator card) {
    Locator choice = card.getByTestId("player-source");
    String mixed =
        choice
            .evaluate(
                "select => [...select.options].map((o) => o.value).find((v) => v !== 'captures')")
            .toString();
    choice.selectOption(mixed);
    agent.waitForFunction(
        "() => document.querySelector('[data-testid=mixed-video]')?.readyState >= 1");
    agent.evaluate("() => document.querySelector('[data-testid=mixed-video]').play()");
    agent.waitForFunction(
        "() => document.querySelector('[data-testid=mixed-video]').currentTime > 1");
    for (double second : new double[] {8, 3}) {
      agent.evaluate(
          "async (second) => { const video = document.querySelector('[data-testid=mixed-video]');"
              + " const sought = new Promise((done) => video.addEventListener('seeked', done,"
              + " { once: true })); video.currentTime = second; await sought; }",
          second);
      Pictures.awaitColour(agent, "mixed-video", Side.AGENT, 0.25, 0.3);
      Pictures.awaitColour(agent, "mixed-video", Side.CUSTOMER, 0.75, 0.3);
    }
    screens.shoot(agent, "report-mixed");
  }

  private void checkFiles(String callId, MixedContent.Span recorded) throws Exception {
    FinishedRecording mixed =
        FinishedRecording.await(
            server.signedIn("agent1"), callId, MIX_LIMIT, FinishedRecording::mixed);
    JsonObject record = mixed.record();
    assertTrue(record.getString("state").matches("finished|partial"), record.toString());
    for (String format : List.of("webm", "mp4")) {
      Path file = mixed.download(format, Path.of("target", "recordings", "browsers." + format));
      System.getLogger("browser")
          .log(System.Logger.Level.INFO, MixedContent.check(file, format, recorded, COMPLETENESS));
    }
  }
}

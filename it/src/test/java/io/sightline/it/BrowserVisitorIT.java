package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Visitors of web sites press the button, wait, talk and are recorded. */
class BrowserVisitorIT {
  private static final Duration MIX_LIMIT = ServerUnderTest.patience(180);
  private static final int COLLEAGUE_COLOUR = 0xc8a028;
  private static final int RECORDED_FLASHES = 2;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("visitor");
  private final Accessibility accessibility = new Accessibility();
  private Page agent;
  private Page colleague;
  private Page visitor;

  @Test
  void ringsTwoAgentsFromTheShopAndIsRecordedAndPlayed() throws Exception {
    try (Chromium chromium = new Chromium()) {
      visitor = chromium.user("visitor", Side.CUSTOMER);
      agent = chromium.user("agent", Side.AGENT);
      colleague = chromium.user("colleague", BrowserSource.script(COLLEAGUE_COLOUR, 700, 3_100));
      chromium.watch(
          "visitor",
          screens,
          () -> {
            findNobody();
            String callId = ringBoth();
            talkAndRecord();
            comesBackOnTheNextPage();
            play(callId);
            assertEquals("", String.join("\n", accessibility.found()));
          });
    }
  }

  private Locator button() {
    return visitor.locator("sightline-button");
  }

  private FrameLocator call() {
    return visitor.frameLocator("sightline-call iframe");
  }

  private void findNobody() {
    visitor.navigate(server.url() + "/");
    visitor.getByTestId("go-help-desk").click();
    assertThat(button()).hasAttribute("state", "nobody");
    assertThat(button().getByRole(AriaRole.BUTTON)).isDisabled();
    screens.shoot(visitor, "nobody");
    accessibility.look(visitor, "nobody there");
    signIn(agent, "agent1");
    signIn(colleague, "agent2");
    visitor.navigate(server.url() + "/demonstration/shop/");
    assertThat(button()).hasAttribute("state", "ready");
    screens.shoot(visitor, "shop");
    accessibility.look(visitor, "shop");
  }

  private void signIn(Page page, String user) {
    page.navigate(server.url() + "/agent/");
    CallPages.signIn(page, user, server.password(user));
    assertThat(page.locator("sl-agent-app")).hasAttribute("data-socket", "open");
    CallPages.byId(page, "presence").selectOption("available");
  }

  /** Nobody rings before the visitor has joined; then both do, above whatever is open. */
  private String ringBoth() {
    button().click();
    assertThat(call().locator("sl-customer-app")).hasAttribute("data-view", "setup");
    assertThat(button()).hasAttribute("state", "preparing");
    assertThat(agent.getByTestId("ring")).hasCount(0);
    String callId = CallPages.newLink(colleague);
    colleague.getByTestId("revoke-link").last().click();
    assertThat(CallPages.byId(colleague, "revoke-dialog")).isVisible();
    call().getByTestId("join").click();
    assertThat(call().getByTestId("queue-place")).hasAttribute("data-place", "1");
    assertThat(button()).hasAttribute("state", "waiting");
    screens.shoot(visitor, "waiting");
    accessibility.look(visitor, "waiting");
    assertThat(CallPages.byId(agent, "ring")).hasAttribute("data-kind", "queue");
    assertThat(CallPages.byId(colleague, "ring")).isVisible();
    assertThat(agent).hasTitle(Pattern.compile("visitor is waiting"));
    assertThat(agent.getByTestId("waiting-call")).hasCount(1);
    screens.shoot(agent, "ringing");
    screens.shoot(colleague, "ringing-above-a-dialog");
    accessibility.look(agent, "ringing");
    CallPages.byId(colleague, "ring-decline").click();
    assertThat(colleague.getByTestId("ring")).hasCount(0);
    assertThat(CallPages.byId(colleague, "revoke-dialog")).isVisible();
    CallPages.byId(colleague, "revoke-dialog-confirm").click();
    assertThat(colleague.locator("[data-call-id='" + callId + "']")).hasCount(0);
    String waiting = agent.getByTestId("waiting-call").getAttribute("data-waiting-id");
    CallPages.byId(agent, "ring-accept").click();
    assertThat(colleague.getByTestId("waiting-call")).hasCount(0);
    return waiting;
  }

  private void talkAndRecord() {
    CallPages.awaitConnected(agent, "direct");
    Pictures.awaitColour(agent, "remote-video", Side.CUSTOMER, 0.5, 0.3);
    assertThat(call().locator("sl-call-view")).hasAttribute("data-remote-picture", "on");
    assertThat(button()).hasAttribute("state", "active");
    CallPages.byId(agent, "record").click();
    CallPages.awaitCall(agent, Map.of("recording", "recording", "path", "forwarded"));
    assertThat(call().getByTestId("recording-indicator").first()).isVisible();
    Pictures.awaitFlashes(agent, "remote-video", RECORDED_FLASHES);
    screens.shoot(visitor, "talking");
    screens.shoot(agent, "talking");
  }

  /** The call goes on while the visitor looks around. */
  private void comesBackOnTheNextPage() {
    visitor.navigate(server.url() + "/demonstration/help-desk/");
    assertThat(call().locator("sl-call-view"))
        .hasAttribute(
            "data-remote-picture",
            "on",
            new LocatorAssertions.HasAttributeOptions()
                .setTimeout(ServerUnderTest.patience(45).toMillis()));
    CallPages.byId(agent, "record").click();
    CallPages.awaitCall(agent, Map.of("recording", "off"));
    CallPages.byId(agent, "end-call").click();
    CallPages.byId(agent, "end-dialog-confirm").click();
    assertThat(call().locator("sl-customer-app")).hasAttribute("data-view", "ended");
    assertThat(button()).hasAttribute("state", Pattern.compile("ready|ended|loading"));
    visitor.locator("sightline-call .close").click();
    assertThat(visitor.locator("sightline-call")).hasCount(0);
  }

  private void play(String callId) throws Exception {
    FinishedRecording.await(server.signedIn("agent1"), callId, MIX_LIMIT, FinishedRecording::mixed);
    agent.navigate(server.url() + "/reports/#/calls/" + callId);
    Locator choice = agent.locator("sl-recording-card").getByTestId("player-source");
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
    screens.shoot(agent, "played");
  }
}

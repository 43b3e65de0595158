package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A call goes to a colleague after a talk and comes back at once, to whoever is free. */
class BrowserHandoverIT {
  private static final int COLLEAGUE_COLOUR = 0xc8a028;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("handover");
  private Page agent;
  private Page colleague;
  private Page customer;

  @Test
  void goesToAColleagueAndComesBack() throws Exception {
    try (Chromium chromium = new Chromium()) {
      agent = chromium.user("agent", Side.AGENT);
      customer = chromium.user("customer", Side.CUSTOMER);
      colleague = chromium.user("colleague", BrowserSource.script(COLLEAGUE_COLOUR, 700, 3_100));
      chromium.watch(
          "handover",
          screens,
          () -> {
            String callId = begin();
            decline();
            talkFirst();
            handOver();
            comeBackAtOnce(callId);
          });
    }
  }

  private String begin() {
    signIn(agent, "agent1");
    signIn(colleague, "agent2");
    keepsPresenceOverReloads();
    String callId = CallPages.newLink(agent);
    Locator card = agent.locator("[data-call-id='" + callId + "']");
    CallPages.openLink(customer, card);
    CallPages.byId(customer, "join").click();
    card.getByTestId("join-call").click();
    CallPages.byId(agent, "setup-join").click();
    CallPages.awaitConnected(agent, "direct");
    CallPages.awaitConnected(customer, "direct");
    return callId;
  }

  private void signIn(Page page, String user) {
    page.navigate(server.url() + "/agent/");
    CallPages.signIn(page, user, server.password(user));
    assertThat(page.locator("sl-agent-app")).hasAttribute("data-socket", "open");
    CallPages.byId(page, "presence").selectOption("available");
  }

  private void keepsPresenceOverReloads() {
    CallPages.byId(colleague, "presence").selectOption("away");
    colleague.reload();
    assertThat(CallPages.byId(colleague, "presence")).hasValue("away");
    CallPages.byId(colleague, "presence").selectOption("available");
  }

  private void ask(Page page, String kind, String whom) {
    page.keyboard().press("Alt+t");
    CallPages.byId(page, "transfer-kind-" + kind).check();
    Locator choice =
        whom == null
            ? CallPages.byId(page, "transfer-user-anybody")
            : page.getByTestId("colleagues").getByLabel(Pattern.compile("^" + whom));
    choice.check();
    screens.shoot(page, "asking-" + kind);
    CallPages.byId(page, "transfer-ask").click();
    CallPages.awaitCall(page, Map.of("ring", "ringing"));
  }

  private void decline() {
    ask(agent, "consult", "agent2");
    assertThat(CallPages.byId(customer, "hold-screen")).isVisible();
    assertThat(CallPages.byId(colleague, "ring")).isVisible();
    assertThat(colleague).hasTitle(Pattern.compile("asks for you"));
    screens.shoot(colleague, "ringing");
    screens.shoot(agent, "ringing");
    CallPages.byId(colleague, "ring-decline").click();
    CallPages.awaitCall(agent, Map.of("ring", "none"));
    assertThat(CallPages.byId(customer, "hold-screen")).isHidden();
    assertThat(colleague.getByTestId("ring")).hasCount(0);
  }

  private void talkFirst() {
    ask(agent, "consult", "agent2");
    CallPages.byId(colleague, "ring-accept").click();
    CallPages.awaitCall(agent, Map.of("ring", "answered", "others", "2"));
    sees(agent, COLLEAGUE_COLOUR);
    sees(colleague, Side.AGENT.colour());
    assertThat(CallPages.byId(customer, "hold-screen")).isVisible();
    screens.shoot(agent, "consulting");
    screens.shoot(customer, "held");
  }

  private static void sees(Page page, int colour) {
    Pictures.awaitColour(
        page,
        ".tile[data-role=\"agent\"][data-kind=\"camera\"] .remote-video.shown",
        colour,
        0.5,
        0.3);
  }

  private void handOver() {
    CallPages.byId(agent, "transfer-complete").click();
    CallPages.awaitView(agent, "sl-agent-app", "console");
    CallPages.awaitConnected(colleague, "direct");
    CallPages.awaitConnected(customer, "direct");
    assertThat(CallPages.byId(customer, "hold-screen")).isHidden();
  }

  private void comeBackAtOnce(String callId) {
    ask(colleague, "blind", null);
    CallPages.byId(agent, "ring-accept").click();
    CallPages.awaitView(colleague, "sl-agent-app", "console");
    CallPages.awaitConnected(agent, "direct");
    CallPages.awaitConnected(customer, "direct");
    Pictures.awaitColour(customer, "remote-video", Side.AGENT, 0.5, 0.3);
    server.signedIn("agent2").get("/api/interactions/" + callId).expect(404);
    server.signedIn("agent1").get("/api/interactions/" + callId).expect(200);
    CallPages.byId(agent, "end-call").click();
    CallPages.byId(agent, "end-dialog-confirm").click();
    CallPages.awaitView(customer, "sl-customer-app", "ended");
  }
}

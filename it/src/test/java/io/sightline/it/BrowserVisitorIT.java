package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import io.sightline.testsupport.client.ApiClient;
import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
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
    Response shop = visitor.navigate(server.url() + "/demonstration/shop/");
    String policy = shop.headerValue("content-security-policy");
    assertTrue(policy.startsWith("default-src 'none'"), policy);
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
    assertThat(call().getByTestId("join")).isEnabled();
    screens.shoot(visitor, "setup");
    accessibility.look(visitor, "setup");
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
    assertThat(agent.getByTestId("toasts")).not().containsText("is waiting for you");
    Pictures.awaitColour(agent, "remote-video", Side.CUSTOMER, 0.5, 0.3);
    assertThat(call().locator("sl-call-view")).hasAttribute("data-remote-picture", "on");
    assertThat(button()).hasAttribute("state", "active");
    CallPages.byId(agent, "record").click();
    CallPages.awaitCall(agent, Map.of("recording", "recording", "path", "forwarded"));
    assertThat(call().getByTestId("recording-indicator").first()).isVisible();
    Pictures.awaitFlashes(agent, "remote-video", RECORDED_FLASHES);
    screens.shoot(visitor, "talking");
    accessibility.look(visitor, "talking");
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
    screens.shoot(visitor, "ended");
    accessibility.look(visitor, "ended");
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
    accessibility.look(agent, "record with players");
    JsonObject record =
        server.signedIn("agent1").get("/api/reports/calls/" + callId).expect(200).json();
    assertTrue(record.getJsonNumber("waitTime").doubleValue() > 0, record.toString());
    assertThat(agent.locator("[data-fact=entryPoint] dd")).hasText(record.getString("entryPoint"));
    agent.navigate(server.url() + "/reports/");
    CallPages.byId(agent, "filter-entry")
        .selectOption(new SelectOption().setLabel(record.getString("entryPoint")));
    CallPages.byId(agent, "filter-apply").click();
    assertThat(agent.locator("sl-call-table")).hasAttribute("data-state", "ready");
    screens.shoot(agent, "by-entry-point");
    accessibility.look(agent, "calls by entry point");
  }

  /** Another origin with a policy of its own, and chats as stand-ins for their global objects. */
  @Test
  void worksOnAForeignSiteAndOutOfItsChats() throws Exception {
    try (Chromium chromium = new Chromium();
        ForeignSite site = new ForeignSite(server.url().toString())) {
      visitor = chromium.user("visitor", Side.CUSTOMER);
      agent = chromium.user("agent", Side.AGENT);
      visitor.addInitScript(CHATS);
      chromium.watch(
          "foreign",
          screens,
          () -> {
            String entry = administer(site);
            site.show(entry);
            signIn(agent, "agent1");
            visitor.navigate(site.origin() + "/");
            assertThat(button()).hasAttribute("state", "ready");
            press();
            escalate(entry);
            assertThat(button()).hasAttribute("state", "ready");
            visitor.locator("sightline-call .close").click();
            assertThat(visitor.locator("sightline-call")).hasCount(0);
            site.useWindows();
            talkInAWindow(site);
            refuseOthers(entry);
            assertEquals("", String.join("\n", accessibility.found()));
          });
    }
  }

  private String administer(ForeignSite site) {
    signInAsAdministrator();
    CallPages.byId(agent, "add-groups").click();
    CallPages.byId(agent, "group-name").fill("Sales");
    accessibility.look(agent, "group");
    CallPages.byId(agent, "group-save").click();
    assertThat(agent.getByTestId("group-dialog")).hasCount(0);
    CallPages.byId(agent, "add-entries").click();
    CallPages.byId(agent, "entry-name").fill("Foreign shop");
    CallPages.byId(agent, "edit-groupId").selectOption(new SelectOption().setLabel("Sales"));
    agent.locator("textarea[name=opening]").fill("Gleich ist jemand da.");
    agent.locator("textarea[name=origins]").fill(site.origin());
    accessibility.look(agent, "entry point");
    screens.shoot(agent, "entry-point");
    CallPages.byId(agent, "entry-save").click();
    Locator row =
        agent
            .getByTestId("settings-entries")
            .locator("li")
            .filter(new Locator.FilterOptions().setHasText("Foreign shop"));
    assertThat(row).hasCount(1);
    screens.shoot(agent, "reception-settings");
    String entry = row.getAttribute("data-id");
    CallPages.byId(agent, "settings-close").click();
    CallPages.byId(agent, "sign-out").click();
    return entry;
  }

  private void signInAsAdministrator() {
    agent.navigate(server.url() + "/agent/");
    CallPages.signIn(agent, "admin", server.password("admin"));
    CallPages.byId(agent, "open-settings").click();
    assertThat(CallPages.byId(agent, "settings-groups")).isVisible();
    // what an earlier run has left is taken away through the API
    ApiClient admin = server.signedIn("admin");
    String tenant = "/api/tenants/" + server.tenant();
    for (String kind : List.of("entry-points", "groups")) {
      for (JsonObject each :
          admin
              .get(tenant + "/" + kind)
              .expect(200)
              .json()
              .getJsonArray("entities")
              .getValuesAs(JsonObject.class)) {
        if (List.of("Foreign shop", "Sales").contains(each.getString("name"))) {
          admin.delete(tenant + "/" + kind + "/" + each.getString("id")).expect(204);
        }
      }
    }
  }

  /** In the entry's own words and the page's language; leaving the queue ends it. */
  private void press() {
    button().click();
    assertThat(call().locator("sl-customer-app")).hasAttribute("data-view", "setup");
    screens.shoot(visitor, "foreign-setup");
    call().getByTestId("join").click();
    assertThat(call().getByText("Gleich ist jemand da.")).isVisible();
    assertThat(CallPages.byId(agent, "ring")).isVisible();
    visitor.locator("sightline-call .close").click();
    visitor.locator("sightline-call .leave").click();
    assertThat(agent.getByTestId("ring")).hasCount(0);
    assertThat(agent.getByTestId("waiting-call")).hasCount(0);
  }

  private void escalate(String entry) {
    visitor.evaluate("(entry) => window.startFromMessenger(entry)", entry);
    call().getByTestId("join").click();
    assertThat(CallPages.byId(agent, "ring")).isVisible();
    String told = visitor.evaluate("() => JSON.stringify(window.told)").toString();
    assertTrue(told.contains("context.sightlineCallId"), told);
    assertTrue(told.contains("MessagingService.sendMessage"), told);
    visitor.evaluate("() => window.endMessenger()");
    assertThat(visitor.locator("sightline-call")).hasCount(0);
    assertThat(agent.getByTestId("ring")).hasCount(0);
    visitor.evaluate("(entry) => window.startFromWidgets(entry)", entry);
    call().getByTestId("join").click();
    assertThat(CallPages.byId(agent, "ring")).isVisible();
    CallPages.byId(agent, "ring-accept").click();
    CallPages.awaitConnected(agent, "direct");
    visitor.evaluate("() => window.endWidgets()");
    assertThat(call().locator("sl-call-view")).hasAttribute("data-remote-picture", "on");
    CallPages.byId(agent, "end-call").click();
    CallPages.byId(agent, "end-dialog-confirm").click();
    assertThat(call().locator("sl-customer-app")).hasAttribute("data-view", "ended");
  }

  private void refuseOthers(String entry) {
    String path = "/api/entry-points/" + entry;
    Map<String, String> other = Map.of("Origin", "https://other.example");
    server.anonymous().get(path, other).expect(403);
    String body = Json.createObjectBuilder().build().toString();
    server.anonymous().send("POST", path + "/calls", body, other).expect(403);
    JsonObject made =
        server.anonymous().send("POST", path + "/calls", body, Map.of()).expect(200).json();
    String policy =
        server
            .anonymous()
            .get("/ve/" + made.getString("code"))
            .expect(200)
            .headers()
            .firstValue("Content-Security-Policy")
            .orElse("");
    assertTrue(policy.endsWith("frame-ancestors 'self'"), policy);
    server.anonymous().get("/api/entry-points/00000000-0000-4000-8000-000000000000").expect(404);
  }

  /** The call has a window of its own, which knows nothing of the page that opened it. */
  private void talkInAWindow(ForeignSite site) {
    visitor.navigate(site.origin() + "/");
    assertThat(button()).hasAttribute("state", "ready");
    Page window = visitor.waitForPopup(() -> button().click());
    CallPages.awaitView(window, "sl-customer-app", "setup");
    assertEquals(true, window.evaluate("() => window.opener === null && window.top === window"));
    assertThat(visitor.locator("sightline-call")).hasCount(0);
    CallPages.byId(window, "join").click();
    assertThat(button()).hasAttribute("state", "waiting");
    CallPages.byId(agent, "ring-accept").click();
    CallPages.awaitConnected(agent, "direct");
    CallPages.awaitConnected(window, "direct");
    assertThat(button()).hasAttribute("state", "active");
    screens.shoot(window, "window");
    CallPages.byId(agent, "end-call").click();
    CallPages.byId(agent, "end-dialog-confirm").click();
    CallPages.awaitView(window, "sl-customer-app", "ended");
    assertThat(button()).hasAttribute("state", "ready");
  }

  /**
   * Stand-ins that take the calls which Genesys' documents describe and note them: {@code Genesys}
   * of Messenger, and the bus that Widgets hands to an extension.
   */
  private static final String CHATS =
      """
      if (window === window.top) {
        window.told = [];
        const listeners = {};
        window.Genesys = (kind, name, options, done) => {
          if (kind === 'subscribe') {
            listeners[name] = options;
          } else {
            window.told.push([name, options]);
            done?.();
          }
        };
        window.startFromMessenger = (entry) => window.Sightline.genesysMessenger({ entry })().then(() => true);
        window.endMessenger = () => listeners['MessagingService.conversationDisconnected']({});
        window.startFromWidgets = async (entry) => {
          window.Sightline.genesysWidgets({ entry });
          const commands = {};
          window._genesys.widgets.extensions.Sightline(null, { registerPlugin: () => ({
            registerCommand: (name, run) => { commands[name] = run; }, command: (name, options) => window.told.push([name, options]),
            subscribe: (name, run) => { window.endWidgets = () => run({}); }, republish: () => {}, ready: () => {},
          }) });
          return new Promise((resolve, reject) => commands.escalate({ deferred: { resolve: () => resolve(true), reject } }));
        };
      }
      """;
}

package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.sightline.testsupport.clip.Side;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** States that people seldom see: each is looked at by the rules, in light and dark, and kept. */
class BrowserStatesIT {
  private static final byte[] PDF = "%PDF-1.7\nAn offer\n%%EOF".getBytes(StandardCharsets.US_ASCII);

  /** Whether dark pictures are kept too, for people to look at. */
  private static final boolean DARK = Boolean.getBoolean("sightline.it.dark");

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("states");
  private final Accessibility accessibility = new Accessibility();
  private Page agent;
  private Page colleague;
  private Page customer;

  @Test
  void breakNoRule() throws Exception {
    try (Chromium chromium = new Chromium()) {
      agent = chromium.user("agent", Side.AGENT);
      colleague = chromium.user("colleague", Side.AGENT);
      customer = chromium.user("customer", Side.CUSTOMER);
      chromium.watch(
          "states",
          screens,
          () -> {
            administer();
            answerFromTheList();
            askAColleague();
            openElsewhere();
            getLost();
            assertEquals("", String.join("\n", accessibility.found()));
          });
    }
  }

  private void see(Page page, String state) {
    screens.shoot(page, state);
    if (DARK) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      screens.shoot(page, state + "-dark");
    }
    accessibility.look(page, state);
  }

  private void administer() {
    agent.navigate(server.url() + "/agent/");
    CallPages.signIn(agent, "admin", server.password("admin"));
    CallPages.byId(agent, "open-settings").click();
    for (String part : new String[] {"sl-codec-order", "sl-attachment-settings"}) {
      agent.locator(part).scrollIntoViewIfNeeded();
      assertThat(agent.locator(part).locator("input").first()).isVisible();
      see(agent, part);
    }
    agent.navigate(server.url() + "/reports/#/jobs");
    assertThat(agent.locator("h1")).isVisible();
    see(agent, "jobs");
    agent.navigate(server.url() + "/agent/");
    CallPages.byId(agent, "sign-out").click();
  }

  /** A customer who waits hands a file over, which is saved before the call is entered. */
  private void answerFromTheList() throws Exception {
    CallPages.signIn(agent, "agent1", server.password("agent1"));
    String callId = CallPages.newLink(agent);
    Locator card = agent.locator("[data-call-id='" + callId + "']");
    CallPages.openLink(customer, card);
    CallPages.byId(customer, "connection-test").click();
    assertThat(customer.locator("[data-testid=connection-check][data-verdict=running]"))
        .hasCount(0);
    see(customer, "connection-test");
    CallPages.byId(customer, "join").click();
    CallPages.awaitView(customer, "sl-customer-app", "waiting");
    assertThat(agent.getByTestId("toasts")).containsText("is waiting for you");
    see(agent, "customer-waits");
    customer
        .getByTestId("file-input")
        .setInputFiles(new FilePayload("offer.pdf", "application/pdf", PDF));
    card.getByTestId("open-chat").click();
    Locator file = agent.getByTestId("chat-dialog").getByTestId("chat-file");
    Download saved = agent.waitForDownload(file::click);
    assertArrayEquals(PDF, Files.readAllBytes(saved.path()));
    see(agent, "chat-from-the-list");
    agent.keyboard().press("Escape");
    card.getByTestId("join-call").click();
    CallPages.byId(agent, "setup-join").click();
    CallPages.awaitConnected(agent, "direct");
    assertThat(agent.getByTestId("toasts")).not().containsText("is waiting for you");
  }

  private void askAColleague() {
    colleague.navigate(server.url() + "/agent/");
    CallPages.signIn(colleague, "agent2", server.password("agent2"));
    assertThat(colleague.locator("sl-agent-app")).hasAttribute("data-socket", "open");
    CallPages.byId(colleague, "presence").selectOption("available");
    see(colleague, "console-empty");
    agent.keyboard().press("Alt+t");
    agent.locator("[data-testid=transfer-user-anybody]").check();
    agent.getByTestId("transfer-kind-conference").check();
    CallPages.byId(agent, "transfer-ask").click();
    assertThat(CallPages.byId(agent, "ring-bar")).isVisible();
    see(agent, "colleague-rung");
    assertThat(CallPages.byId(colleague, "ring")).isVisible();
    see(colleague, "ring");
    CallPages.byId(colleague, "ring-accept").click();
    CallPages.awaitConnected(colleague, "forwarded");
    CallPages.awaitCall(agent, Map.of("others", "2", "ring", "answered"));
    see(agent, "colleague-there");
    see(customer, "three-talk");
  }

  /** The agent opens the page once more, by which the former one lets go. */
  private void openElsewhere() {
    CallPages.byId(agent, "end-call").click();
    CallPages.byId(agent, "end-dialog-confirm").click();
    CallPages.awaitView(agent, "sl-agent-app", "console");
    see(agent, "console-after");
    CallPages.awaitView(customer, "sl-customer-app", "ended");
    see(customer, "ended");
  }

  private void getLost() {
    customer.navigate(server.url() + "/ve/nobody-ever-made-this-one");
    CallPages.awaitView(customer, "sl-customer-app", "problem");
    see(customer, "no-such-link");
    agent.navigate(server.url() + "/reports/#/calls/00000000-0000-4000-8000-000000000000");
    assertThat(CallPages.byId(agent, "detail-error")).isVisible();
    see(agent, "no-such-call");
    beRefused();
  }

  /** What the container answers looks like the rest, in the visitor's own language. */
  private void beRefused() {
    assertEquals(404, customer.navigate(server.url() + "/no/such/page?lang=de").status());
    assertThat(customer).hasTitle("Diese Seite gibt es nicht");
    assertThat(customer.locator("html")).hasAttribute("lang", "de");
    see(customer, "no-such-page");
    String visit = server.url() + "/ve/posted";
    customer.route(visit, route -> route.resume(new Route.ResumeOptions().setMethod("POST")));
    assertEquals(405, customer.navigate(visit).status());
    assertThat(CallPages.byId(customer, "problem")).hasAttribute("data-kind", "unclear");
    see(customer, "refused");
    String failed = server.url() + "/failed";
    String page = server.anonymous().get("/problem/").expect(200).text();
    customer.route(
        failed,
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(500)
                    .setContentType("text/html")
                    .setBody(page.replace("kind=\"missing\"", "kind=\"failed\""))));
    customer.navigate(failed);
    assertThat(CallPages.byId(customer, "problem-again")).isVisible();
    see(customer, "failed");
    CallPages.byId(customer, "problem-home").click();
    assertThat(customer.locator("sl-landing")).isVisible();
  }
}

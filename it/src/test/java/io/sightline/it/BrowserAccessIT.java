package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.Side;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every page and the states of a call, for people who listen, magnify or use no pointer. */
class BrowserAccessIT {
  private final ServerUnderTest server = ServerUnderTest.get();
  private final Accessibility accessibility = new Accessibility();
  private Page agent;
  private Page customer;

  @Test
  void breaksNoRuleInAnyState() throws Exception {
    try (Chromium chromium = new Chromium()) {
      agent = chromium.user("agent", Side.AGENT);
      customer = chromium.user("customer", Side.CUSTOMER);
      lookOutside();
      String link = lookAtTheConsole();
      lookAtTheCustomersWay(link);
      lookAtTheCall();
      lookAtTheEnd();
      assertEquals("", String.join("\n", accessibility.found()));
    }
  }

  private void lookOutside() {
    customer.navigate(server.url() + "/");
    assertThat(CallPages.byId(customer, "go-agent")).isVisible();
    accessibility.look(customer, "landing");
    customer.navigate(server.url() + "/ve/incomplete");
    CallPages.awaitView(customer, "sl-customer-app", "problem");
    accessibility.look(customer, "problem");
    agent.navigate(server.url() + "/agent/");
    assertThat(CallPages.byId(agent, "sign-in")).isVisible();
    accessibility.look(agent, "sign-in");
    CallPages.signIn(agent, "admin", server.password("admin"));
    CallPages.byId(agent, "open-settings").click();
    assertThat(CallPages.byId(agent, "settings-form")).isVisible();
    accessibility.look(agent, "settings");
    agent.navigate(server.url() + "/reports/");
    assertThat(agent.locator("h1")).isVisible();
    accessibility.look(agent, "reports");
    agent.navigate(server.url() + "/agent/");
    CallPages.byId(agent, "sign-out").click();
  }

  private String lookAtTheConsole() {
    CallPages.signIn(agent, "agent1", server.password("agent1"));
    String callId = CallPages.newLink(agent);
    Locator card = agent.locator("[data-call-id='" + callId + "']");
    accessibility.look(agent, "console");
    String link = card.getByTestId("link-url").inputValue();
    return link.substring(link.indexOf("/ve/"));
  }

  private void lookAtTheCustomersWay(String link) {
    customer.navigate(server.url() + link);
    CallPages.awaitView(customer, "sl-customer-app", "setup");
    assertThat(CallPages.byId(customer, "preview-video")).isVisible();
    accessibility.look(customer, "setup");
    CallPages.byId(customer, "join").click();
    CallPages.awaitView(customer, "sl-customer-app", "waiting");
    CallPages.byId(customer, "chat-text").fill("Hello");
    customer.keyboard().press("Enter");
    assertThat(customer.getByTestId("chat-message")).hasCount(1);
    accessibility.look(customer, "waiting");
    CallPages.byId(agent, "toast-answer").click();
    accessibility.look(agent, "chat");
    agent.keyboard().press("Escape");
  }

  /** The agent uses no pointer from here on. */
  private void lookAtTheCall() {
    agent.locator("[data-situation=customerWaiting]").getByTestId("join-call").focus();
    agent.keyboard().press("Enter");
    assertThat(CallPages.byId(agent, "setup-join")).isFocused();
    accessibility.look(agent, "device check");
    CallPages.byId(agent, "setup-join").focus();
    agent.keyboard().press("Enter");
    CallPages.awaitConnected(agent, "direct");
    accessibility.look(agent, "call");
    accessibility.look(customer, "call");
    agent.keyboard().press("Alt+c");
    CallPages.awaitCall(agent, Map.of("chat", "open"));
    accessibility.look(agent, "call with chat");
    agent.keyboard().press("Escape");
    agent.keyboard().press("?");
    assertThat(CallPages.byId(agent, "shortcut-list")).isVisible();
    accessibility.look(agent, "keys");
    agent.keyboard().press("Escape");
    CallPages.awaitCall(agent, Map.of("chat", "closed"));
    agent.keyboard().press("Alt+t");
    assertThat(CallPages.byId(agent, "transfer-user-anybody")).isVisible();
    accessibility.look(agent, "colleagues");
    agent.keyboard().press("Escape");
    agent.keyboard().press("Alt+i");
    accessibility.look(agent, "invitation");
    agent.keyboard().press("Escape");
    agent.keyboard().press("Alt+m");
    CallPages.awaitCall(agent, Map.of("muted", "true"));
    agent.keyboard().press("Alt+h");
    CallPages.awaitCall(customer, Map.of("held", "true"));
    accessibility.look(customer, "on hold");
  }

  private void lookAtTheEnd() {
    CallPages.byId(agent, "end-call").focus();
    agent.keyboard().press("Enter");
    assertThat(CallPages.byId(agent, "end-dialog-cancel")).isFocused();
    accessibility.look(agent, "end?");
    agent.keyboard().press("Shift+Tab");
    agent.keyboard().press("Enter");
    CallPages.awaitView(customer, "sl-customer-app", "ended");
    accessibility.look(customer, "ended");
    CallPages.awaitView(agent, "sl-agent-app", "console");
  }
}

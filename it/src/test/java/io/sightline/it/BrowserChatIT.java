package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.Side;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Chat from the waiting room to the call's record, by keyboard. */
class BrowserChatIT {
  private static final String MARKUP = "<img src=x onerror=alert(1)> & co";

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("chat");
  private Page agent;
  private Page customer;

  @Test
  void isKeptFromTheWaitingRoomToTheRecord() throws Exception {
    try (Chromium chromium = new Chromium()) {
      agent = chromium.user("agent", Side.AGENT);
      customer = chromium.user("customer", Side.CUSTOMER);
      chromium.watch(
          "chat",
          screens,
          () -> {
            String callId = writeWhileWaiting();
            talk(callId);
            writeInTheCall();
            keepWhatCannotBeSentYet();
            readInTheRecord(callId);
          });
    }
  }

  private String writeWhileWaiting() {
    agent.navigate(server.url() + "/agent/");
    CallPages.signIn(agent, "agent1", server.password("agent1"));
    String callId = CallPages.newLink(agent);
    Locator card = agent.locator("[data-call-id='" + callId + "']");
    CallPages.openLink(customer, card);
    CallPages.byId(customer, "join").click();
    CallPages.awaitView(customer, "sl-customer-app", "waiting");
    write(customer, "Hello, are you there?");
    assertThat(card).hasAttribute("data-unread", "1");
    screens.shoot(agent, "arrived");
    card.getByTestId("open-chat").click();
    assertThat(card).hasAttribute("data-unread", "0");
    write(agent, MARKUP);
    assertThat(messages(customer).last()).containsText(MARKUP);
    assertThat(customer.locator("sl-chat-panel img")).hasCount(0);
    screens.shoot(agent, "dialog");
    screens.shoot(customer, "waiting");
    agent.keyboard().press("Escape");
    return callId;
  }

  /** Enter sends; no hand leaves the keyboard. */
  private static void write(Page page, String text) {
    CallPages.byId(page, "chat-text").focus();
    page.keyboard().insertText(text);
    page.keyboard().press("Enter");
    assertThat(messages(page).last()).containsText(text);
    assertThat(page.getByTestId("chat-unsent")).hasCount(0);
  }

  private static Locator messages(Page page) {
    return page.getByTestId("chat-message");
  }

  private void talk(String callId) {
    agent.locator("[data-call-id='" + callId + "']").getByTestId("join-call").click();
    CallPages.byId(agent, "setup-join").click();
    CallPages.awaitConnected(agent, "direct");
    CallPages.awaitConnected(customer, "direct");
  }

  private void writeInTheCall() {
    customer.keyboard().press("Alt+c");
    assertThat(CallPages.byId(customer, "chat-text")).isFocused();
    assertThat(messages(customer)).hasCount(2);
    write(customer, "Line one\nline two");
    CallPages.awaitCall(agent, Map.of("unread", "1", "chat", "closed"));
    screens.shoot(agent, "unread");
    CallPages.byId(agent, "toast-answer").click();
    CallPages.awaitCall(agent, Map.of("unread", "0", "chat", "open"));
    assertThat(messages(agent).last()).containsText("Line one\nline two");
    write(agent, "👍");
    screens.shoot(agent, "open");
    screens.shoot(customer, "open");
    agent.keyboard().press("Escape");
    CallPages.awaitCall(agent, Map.of("chat", "closed"));
    assertThat(CallPages.byId(agent, "chat")).isFocused();
  }

  /** What is written without a network arrives when it is back, once. */
  private void keepWhatCannotBeSentYet() {
    customer.context().setOffline(true);
    CallPages.byId(customer, "chat-text").fill("Written in a tunnel");
    customer.keyboard().press("Enter");
    customer.context().setOffline(false);
    assertThat(customer.getByTestId("chat-unsent")).hasCount(0);
    CallPages.awaitCall(agent, Map.of("unread", "1"));
    assertThat(messages(customer)).hasCount(5);
    agent.keyboard().press("Alt+c");
    assertThat(messages(agent)).hasCount(5);
  }

  private void readInTheRecord(String callId) {
    CallPages.byId(agent, "end-call").click();
    CallPages.byId(agent, "end-dialog-confirm").click();
    CallPages.awaitView(customer, "sl-customer-app", "ended");
    JsonObject chat =
        server
            .signedIn("supervisor1")
            .get("/api/reports/calls/" + callId + "/chat")
            .expect(200)
            .json();
    assertEquals(5, chat.getJsonArray("entities").size(), chat.toString());
    assertEquals(MARKUP, chat.getJsonArray("entities").getJsonObject(1).getString("text"));
    server.signedIn("agent2").get("/api/reports/calls/" + callId + "/chat").expect(404);
    agent.navigate(server.url() + "/reports/#/calls/" + callId);
    assertThat(agent.getByTestId("transcript-line")).hasCount(5);
    screens.shoot(agent, "record");
  }
}

package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A host and two guests in Chromium at a meeting point: waiting, let in, put back, sent away. */
class BrowserMeetingIT {
  private static final int EVE_COLOUR = 0xc8a028;
  private static final int EVE_TONE = 700;
  private static final int EVE_BEEP = 3_100;
  private static final String MESSAGE = "I will be with you in a moment.";

  /** How many tiles there are, and those that are cut off, or too small to see anybody in. */
  private static final String EIGHT =
      """
      (client) => {
        const really = client.snapshot.participants.filter(({ id }) => !id.startsWith('more-'));
        const more = ['Ada Lovelace', 'Max', 'Ngozi Adichie-Okonkwo-Smith', 'Li', 'Zoë Quinn'].map((displayName, index) => ({
          id: `more-${index}`, role: 'guest', displayName, presence: 'joined', audio: index !== 1, video: false, screen: false,
        }));
        client.snapshot = { ...client.snapshot, participants: [...really, ...more] };
        client.dispatchEvent(new Event('snapshot'));
        const stage = document.querySelector('.stage').getBoundingClientRect();
        const boxes = [...document.querySelectorAll('.tile, .self')].map((tile) => tile.getBoundingClientRect());
        return [boxes.length, boxes.filter((box) => box.left < stage.left - 1 || box.right > stage.right + 1
          || box.top < stage.top - 1 || box.bottom > stage.bottom + 1 || box.width < 40 || box.height < 30)
          .map((box) => `${box.left},${box.top} ${box.width}x${box.height}`)];
      }
      """;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("meeting");
  private final Accessibility accessibility = new Accessibility();
  private Page host;
  private Page bob;
  private Page eve;
  private String link;

  @Test
  void letsGuestsInOneByOne() throws Exception {
    try (Chromium chromium = new Chromium()) {
      host = chromium.user("host", Side.AGENT);
      bob = chromium.user("bob", Side.CUSTOMER);
      eve = chromium.user("eve", BrowserSource.script(EVE_COLOUR, EVE_TONE, EVE_BEEP));
      chromium.watch(
          "meeting",
          screens,
          () -> {
            makeAPoint();
            comeBeforeTheHost();
            begin();
            letIn();
            askToSpeak();
            mute();
            chooseAView();
            putBack();
            leaveAndComeBack();
            endAndMeetAgain();
            assertEquals("", String.join("\n", accessibility.found()));
          });
    }
  }

  private void makeAPoint() {
    host.navigate(server.url() + "/meetings/");
    CallPages.signIn(host, "agent1", server.password("agent1"));
    CallPages.awaitView(host, "sl-meetings-app", "points");
    String name = "Office " + System.nanoTime();
    CallPages.byId(host, "new-point").click();
    CallPages.byId(host, "point-name").fill(name);
    CallPages.byId(host, "point-message").fill(MESSAGE);
    screens.shoot(host, "form");
    accessibility.look(host, "form");
    CallPages.byId(host, "point-save").click();
    Locator card =
        host.getByTestId("point-card").filter(new Locator.FilterOptions().setHasText(name));
    link = card.getByTestId("point-url").inputValue();
    screens.shoot(host, "points");
  }

  private void ask(Page guest, String name) {
    CallPages.openLink(guest, server.url().toString(), link);
    CallPages.byId(guest, "guest-name").fill(name);
    CallPages.byId(guest, "join").click();
    CallPages.awaitView(guest, "sl-customer-app", "waiting");
  }

  private void comeBeforeTheHost() {
    ask(bob, "Bob Baker");
    assertThat(CallPages.byId(bob, "waiting-message")).hasText(MESSAGE);
    assertThat(host.locator("sl-meetings-app")).hasAttribute("data-waiting", "1");
    assertThat(host).hasTitle(Pattern.compile("^\\(1\\) "));
    assertThat(waiting("Bob Baker")).hasAttribute("data-ready", "true");
    write(bob, "May I come in?");
    assertThat(waiting("Bob Baker")).hasAttribute("data-unread", "1");
    waiting("Bob Baker").getByTestId("write").click();
    write(host, "In a minute.");
    assertThat(bob.getByTestId("chat-message").last()).containsText("In a minute.");
    screens.shoot(bob, "waiting");
    accessibility.look(bob, "waiting");
    host.keyboard().press("Escape");
    ask(eve, "Eve Example");
    assertThat(eve.getByTestId("chat-message")).hasCount(0);
    assertThat(host.locator("sl-meetings-app")).hasAttribute("data-waiting", "2");
    screens.shoot(host, "two-wait");
    accessibility.look(host, "two wait");
  }

  private static void write(Page page, String text) {
    CallPages.byId(page, "chat-text").focus();
    page.keyboard().insertText(text);
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("chat-message").last()).containsText(text);
  }

  private Locator waiting(String name) {
    return guest("waiting-guest", name);
  }

  private Locator guest(String testId, String name) {
    return host.getByTestId(testId).filter(new Locator.FilterOptions().setHasText(name)).first();
  }

  private void begin() {
    host.getByTestId("point-card")
        .filter(new Locator.FilterOptions().setHas(host.getByTestId("waiting-guest")))
        .getByTestId("point-host")
        .click();
    CallPages.byId(host, "setup-join").click();
    CallPages.awaitView(host, "sl-meetings-app", "call");
    assertThat(host.getByTestId("waiting-guest")).hasCount(2);
  }

  private void letIn() {
    waiting("Bob Baker").getByTestId("admit").click();
    CallPages.awaitConnected(bob, "forwarded");
    CallPages.awaitConnected(host, "forwarded");
    sees(host, "Bob Baker", Side.CUSTOMER.colour());
    sees(bob, "agent", Side.AGENT.colour());
    assertEquals(
        List.of("agent", "guest"),
        eve.evaluate("() => " + client() + ".snapshot.participants.map((each) => each.role)"),
        "who waits learns of the staff alone");
    assertEquals(
        false, eve.evaluate("() => Boolean(" + client() + ".switcher.shown)"), "and has no media");
    waiting("Eve Example").getByTestId("admit").click();
    for (Page page : List.of(host, bob, eve)) {
      CallPages.awaitCall(page, Map.of("others", "2", "layout", "grid"));
      CallPages.awaitConnected(page, "forwarded");
    }
    sees(eve, "Bob Baker", Side.CUSTOMER.colour());
    sees(bob, "Eve Example", EVE_COLOUR);
    sees(host, "Eve Example", EVE_COLOUR);
    assertThat(host.getByTestId("inside-guest")).hasCount(2);
    screens.shoot(host, "grid");
    accessibility.look(host, "host in the meeting");
    screens.shoot(bob, "grid");
  }

  private void askToSpeak() {
    assertThat(host.getByTestId("hand")).hasCount(0);
    CallPages.byId(bob, "hand").click();
    assertThat(CallPages.byId(bob, "hand")).hasAttribute("aria-pressed", "true");
    assertThat(eve.locator(".tile[data-name='Bob Baker'] .tile-hand")).isVisible();
    assertThat(guest("inside-guest", "Bob Baker")).hasAttribute("data-hand", "up");
    assertThat(host.getByTestId("toasts")).containsText("Bob Baker has raised a hand");
    screens.shoot(host, "hand");
    accessibility.look(host, "a hand is up");
    guest("inside-guest", "Bob Baker").getByTestId("lower-hand").click();
    assertThat(CallPages.byId(bob, "hand")).hasAttribute("aria-pressed", "false");
    assertThat(host.getByTestId("toasts")).not().containsText("raised a hand");
  }

  /** From the picture; who was muted is told, and speaks again at will. */
  private void mute() {
    CallPages.awaitCall(bob, Map.of("muted", "false"));
    host.locator(".tile[data-name='Bob Baker'] .tile-mute").click();
    CallPages.awaitCall(bob, Map.of("muted", "true"));
    assertThat(bob.getByTestId("toasts")).containsText("has muted you");
    assertThat(eve.locator(".tile[data-name='Bob Baker'] .tile-note"))
        .hasAttribute("data-state", "muted");
    screens.shoot(bob, "muted");
    accessibility.look(bob, "muted");
    CallPages.byId(bob, "toast-unmute").click();
    CallPages.awaitCall(bob, Map.of("muted", "false"));
    assertThat(host.locator(".tile[data-name='Bob Baker'] .tile-mute")).isVisible();
    guest("inside-guest", "Eve Example").getByTestId("mute-guest").click();
    CallPages.awaitCall(eve, Map.of("muted", "true"));
    CallPages.byId(eve, "mute").click();
    CallPages.awaitCall(eve, Map.of("muted", "false"));
  }

  /** The call that the customer's page is in. */
  private static String client() {
    return "document.querySelector('sl-customer-app').call";
  }

  private static void sees(Page page, String who, int colour) {
    String name = "agent".equals(who) ? "data-role=\"agent\"" : "data-name=\"" + who + "\"";
    Pictures.awaitColour(page, ".tile[" + name + "] .remote-video.shown", colour, 0.5, 0.3);
  }

  private void chooseAView() {
    CallPages.byId(bob, "view-toggle").click();
    CallPages.awaitCall(bob, Map.of("layout", "speaker"));
    assertThat(bob.locator(".tile[data-lead='true']")).hasCount(1);
    assertThat(bob.locator(".tile[data-speaking='true']").first()).isVisible();
    screens.shoot(bob, "speaker");
    accessibility.look(bob, "speaker view");
    lookAtEight("speaker");
    CallPages.byId(bob, "view-toggle").click();
    CallPages.awaitCall(bob, Map.of("layout", "grid"));
    lookAtEight("grid");
    host.setViewportSize(390, 780);
    screens.shoot(host, "host-390");
    host.setViewportSize(1280, 800);
  }

  /** Five more, in the call to this page alone, until the server tells of the call again. */
  private void lookAtEight(String layout) {
    for (int[] size : new int[][] {{1280, 800}, {320, 640}, {390, 780}, {740, 360}}) {
      bob.setViewportSize(size[0], size[1]);
      bob.waitForFunction("(width) => innerWidth === width", size[0]);
      assertEquals(
          List.of(8, List.of()),
          bob.evaluate(EIGHT, bob.evaluateHandle("() => " + client())),
          layout + " at " + size[0]);
      screens.capture(bob, "eight-" + layout);
    }
    bob.setViewportSize(1280, 800);
    bob.evaluate(
        """
        (client) => {
          const really = client.snapshot.participants.filter(({ id }) => !id.startsWith('more-'));
          client.snapshot = { ...client.snapshot, participants: really };
          client.dispatchEvent(new Event('snapshot'));
        }
        """,
        bob.evaluateHandle("() => " + client()));
  }

  private void putBack() {
    guest("inside-guest", "Eve Example").getByTestId("put-back").click();
    CallPages.awaitView(eve, "sl-customer-app", "waiting");
    assertEquals(false, eve.evaluate("() => Boolean(" + client() + ".switcher.shown)"));
    CallPages.awaitCall(bob, Map.of("others", "1"));
    screens.shoot(eve, "put-back");
    waiting("Eve Example").getByTestId("send-away").click();
    assertThat(eve.locator("sl-customer-app")).hasAttribute("data-problem", "removed");
    assertThat(host.getByTestId("waiting-guest")).hasCount(0);
    screens.shoot(eve, "sent-away");
  }

  /** The guests stay where they are. */
  private void leaveAndComeBack() {
    CallPages.byId(host, "leave-meeting").click();
    CallPages.awaitView(host, "sl-meetings-app", "points");
    CallPages.awaitCall(bob, Map.of("others", "0"));
    host.locator(".point-card:has([data-testid=inside-guest]) [data-testid=point-host]").click();
    CallPages.byId(host, "setup-join").click();
    CallPages.awaitConnected(host, "forwarded");
    CallPages.awaitConnected(bob, "forwarded");
    sees(host, "Bob Baker", Side.CUSTOMER.colour());
  }

  private void endAndMeetAgain() {
    Object before = bob.evaluate("() => " + client() + ".callId");
    CallPages.byId(host, "end-call").click();
    CallPages.byId(host, "end-dialog-confirm").click();
    CallPages.awaitView(bob, "sl-customer-app", "meetingOver");
    CallPages.awaitView(host, "sl-meetings-app", "points");
    screens.shoot(bob, "over");
    ask(bob, "Bob Baker");
    assertNotEquals(before, bob.evaluate("() => " + client() + ".callId"), "a call of its own");
    assertThat(waiting("Bob Baker")).isVisible();
  }
}

package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.Side;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The customer's way without a pointer, and its looks from right to left and on any screen. */
class BrowserKeyboardIT {
  /** More stops than any of these pages has. */
  private static final int MOST_STOPS = 60;

  private static final String FOCUSED =
      "() => document.activeElement?.getAttribute('data-testid') ?? ''";

  /** Where the focus is, it is seen: an outline, or a shadow in its place. */
  private static final String SHOWN =
      """
      () => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
      }
      """;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("keyboard");
  private Page agent;
  private Page customer;

  @Test
  void leadsThroughTheWholeCall() throws Exception {
    try (Chromium chromium = new Chromium()) {
      agent = chromium.user("agent", Side.AGENT);
      customer = chromium.user("customer", Side.CUSTOMER);
      chromium.watch(
          "keyboard",
          screens,
          () -> {
            getReady();
            talk();
            lookEverywhere();
            leaveAndReturn();
          });
    }
  }

  private void getReady() {
    agent.navigate(server.url() + "/agent/");
    CallPages.signIn(agent, "agent1", server.password("agent1"));
    String callId = CallPages.newLink(agent);
    Locator card = agent.locator("[data-call-id='" + callId + "']");
    CallPages.openLink(customer, card);
    press("connection-test");
    assertThat(CallPages.byId(customer, "connection-result")).containsText("Checking");
    Locator check = CallPages.byId(customer, "connection-check");
    assertThat(check).not().hasAttribute("data-verdict", "running");
    String verdict = check.getAttribute("data-verdict");
    assertTrue(Map.of("good", 1, "fair", 1, "poor", 1).containsKey(verdict), verdict);
    assertThat(CallPages.byId(customer, "connection-result")).containsText("kbit/s");
    screens.shoot(customer, "tested");
    press("join");
    CallPages.awaitView(customer, "sl-customer-app", "waiting");
    card.getByTestId("join-call").click();
    CallPages.byId(agent, "setup-join").click();
    CallPages.awaitConnected(customer, "direct");
  }

  private void talk() {
    press("mute");
    CallPages.awaitCall(customer, Map.of("muted", "true"));
    press("camera");
    CallPages.awaitCall(customer, Map.of("camera", "off"));
    press("chat");
    assertThat(CallPages.byId(customer, "chat-text")).isFocused();
    customer.keyboard().type("By keyboard");
    customer.keyboard().press("Enter");
    assertThat(customer.getByTestId("chat-message")).hasCount(1);
    customer.keyboard().press("Escape");
    assertThat(CallPages.byId(customer, "chat")).isFocused();
    press("camera");
    CallPages.awaitCall(customer, Map.of("camera", "on"));
  }

  private void lookEverywhere() {
    customer.evaluate("() => { document.documentElement.dir = 'rtl'; }");
    requireNoSidewaysScrolling("right to left");
    screens.shoot(customer, "rtl");
    customer.evaluate("() => { document.documentElement.dir = 'ltr'; }");
    for (int[] size : new int[][] {{320, 568}, {844, 390}, {3840, 2160}}) {
      customer.setViewportSize(size[0], size[1]);
      requireNoSidewaysScrolling(size[0] + " pixels");
      assertThat(CallPages.byId(customer, "leave-call")).isInViewport();
      customer.screenshot(
          new Page.ScreenshotOptions()
              .setPath(Path.of("target/screenshots/keyboard-call-" + size[0] + ".png")));
    }
    customer.setViewportSize(1280, 800);
  }

  private void requireNoSidewaysScrolling(String what) {
    assertTrue(
        (Boolean)
            customer.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"),
        what);
  }

  private void leaveAndReturn() {
    press("leave-call");
    CallPages.awaitView(customer, "sl-customer-app", "left");
    press("rejoin");
    CallPages.awaitView(customer, "sl-customer-app", "setup");
    press("join");
    CallPages.awaitConnected(customer, "direct");
    CallPages.byId(agent, "end-call").click();
    CallPages.byId(agent, "end-dialog-confirm").click();
    CallPages.awaitView(customer, "sl-customer-app", "ended");
  }

  /** Goes on by the tabulator until the focus is there, which has to be seen, and presses Enter. */
  private void press(String testId) {
    assertThat(CallPages.byId(customer, testId)).isEnabled();
    for (int stop = 0; stop < MOST_STOPS; stop++) {
      if (customer.evaluate(FOCUSED).equals(testId)) {
        assertTrue((Boolean) customer.evaluate(SHOWN), "no focus is seen on " + testId);
        customer.keyboard().press("Enter");
        return;
      }
      customer.keyboard().press("Tab");
    }
    throw new AssertionError("the tabulator does not lead to " + testId);
  }
}

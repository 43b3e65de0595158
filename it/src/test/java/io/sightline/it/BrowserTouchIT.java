package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole way of an agent and of a customer, both on telephones, by taps alone. */
class BrowserTouchIT {
  /** Widths and heights of telephones, upright and across. */
  private static final int[][] SIZES = {{320, 568}, {390, 844}, {430, 932}, {667, 320}, {844, 390}};

  /** Requirement: what is tapped is at least so high and wide (WCAG 2.5.5), in CSS pixels. */
  private static final int TARGET = 44;

  /** What is too small to be tapped, lies over another, or makes the page wider than the screen. */
  private static final String FAULTS =
      """
      (least) => {
        const inDialog = document.querySelector('dialog:modal');
        const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
          && (!inDialog || inDialog.contains(element)) && !element.closest('.visually-hidden, .skip-link');
        const targets = [...document.querySelectorAll('button, select, input:not([type=radio]):not([type=checkbox]):not([type=file]), textarea, a.button, summary')]
          .filter(seen).map((element) => [element, element.getBoundingClientRect()]).filter(([, box]) => box.width > 1);
        // a message that goes, and a bar at the end of what is scrolled, may lie over what is below
        const passing = (element) => element.closest('.toasts, .setup-actions');
        const name = (element) => element.dataset.testid ?? element.textContent.trim().slice(0, 30);
        const faults = targets.filter(([, box]) => box.width < least - 0.5 || box.height < least - 0.5)
          .map(([element, box]) => `${name(element)} is ${Math.round(box.width)}x${Math.round(box.height)}`);
        for (const [element, box] of targets) {
          for (const [other, rect] of targets) {
            const wide = Math.min(box.right, rect.right) - Math.max(box.left, rect.left);
            const high = Math.min(box.bottom, rect.bottom) - Math.max(box.top, rect.top);
            if (element !== other && !element.contains(other) && !other.contains(element) && wide > 1 && high > 1 && !passing(element) && !passing(other)) {
              faults.push(`${name(element)} lies over ${name(other)}`);
            }
          }
        }
        if (document.documentElement.scrollWidth > innerWidth) {
          faults.push(`${document.documentElement.scrollWidth} pixels wide`);
        }
        return faults;
      }
      """;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("touch");
  private final List<String> faults = new ArrayList<>();
  private Page agent;
  private Page customer;

  @Test
  void isGoneWithFingers() throws Exception {
    try (Chromium chromium = new Chromium()) {
      agent = chromium.phone("agent", Side.AGENT, 390, 844);
      customer = chromium.phone("customer", Side.CUSTOMER, 390, 844);
      chromium.watch(
          "touch",
          screens,
          () -> {
            Locator card = invite();
            come(card);
            talk(card);
            end();
            assertEquals("", String.join("\n", faults));
          });
    }
  }

  private void look(Page page, String state) {
    for (int[] size : SIZES) {
      page.setViewportSize(size[0], size[1]);
      page.waitForFunction("(width) => innerWidth === width", size[0]);
      String where = state + " at " + size[0] + "x" + size[1] + ": ";
      for (Object fault : (List<?>) page.evaluate(FAULTS, TARGET)) {
        faults.add(where + fault);
      }
      screens.capture(page, state);
    }
    page.setViewportSize(390, 844);
  }

  private static void tap(Page page, String testId) {
    CallPages.byId(page, testId).tap();
  }

  private Locator invite() {
    agent.navigate(server.url() + "/agent/");
    CallPages.byId(agent, "username").waitFor();
    look(agent, "sign-in");
    CallPages.signIn(agent, "agent1", server.password("agent1"));
    String callId = CallPages.newLink(agent);
    look(agent, "console");
    return agent.locator("[data-call-id='" + callId + "']");
  }

  private void come(Locator card) {
    CallPages.openLink(customer, card);
    look(customer, "setup");
    tap(customer, "join");
    CallPages.awaitView(customer, "sl-customer-app", "waiting");
    look(customer, "waiting");
    assertThat(agent.getByTestId("toasts")).containsText("is waiting for you");
    tap(agent, "toast-join");
    CallPages.awaitView(agent, "sl-agent-app", "setup");
    look(agent, "setup");
    tap(agent, "setup-join");
  }

  private void talk(Locator card) {
    CallPages.awaitConnected(agent, "direct");
    CallPages.awaitConnected(customer, "direct");
    look(agent, "call");
    look(customer, "call");
    tap(customer, "mute");
    CallPages.awaitCall(customer, Map.of("muted", "true"));
    tap(customer, "chat");
    CallPages.awaitCall(customer, Map.of("chat", "open"));
    customer.getByTestId("chat-text").tap();
    customer.keyboard().insertText("By thumb");
    tap(customer, "chat-send");
    assertThat(agent.getByTestId("toasts")).containsText("By thumb");
    look(customer, "chat");
    tap(agent, "toast-answer");
    CallPages.awaitCall(agent, Map.of("chat", "open"));
    look(agent, "chat");
    tap(agent, "chat-close");
    tap(agent, "transfer");
    assertThat(CallPages.byId(agent, "transfer-ask")).isVisible();
    look(agent, "colleagues");
    tap(agent, "transfer-close");
    tap(agent, "devices");
    look(agent, "devices");
    tap(agent, "devices-done");
    tap(customer, "chat-close");
    assertEquals(0, card.count(), "the list makes room for the call");
  }

  private void end() {
    tap(agent, "end-call");
    look(agent, "end");
    tap(agent, "end-dialog-confirm");
    CallPages.awaitView(customer, "sl-customer-app", "ended");
    look(customer, "ended");
    CallPages.awaitView(agent, "sl-agent-app", "console");
  }
}

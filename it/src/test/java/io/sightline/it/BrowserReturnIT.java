package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sockets that break at every frame, a reload, a crash, another device: the call comes back. */
class BrowserReturnIT {
  /**
   * Each side says so many things, cut short at one frame or the next; a chat takes ten in a row.
   */
  private static final int LINES = 9;

  /** Media is back within 5 s; what a machine that does much else adds is not the product's. */
  private static final double BACK_MILLIS = ServerUnderTest.patience(5).toMillis();

  /** Loses what follows the n-th frame, in either direction, then breaks. */
  private static final String FRAGILE =
      """
      window.sightlineWire = { cutAfter: -1, welcomes: 0, resumed: 0 };
      const Real = window.WebSocket;
      window.WebSocket = class extends Real {
        #dead = false;
        #pass() {
          const wire = window.sightlineWire;
          if (this.#dead) return false;
          if (wire.cutAfter === 0) {
            wire.cutAfter = -1;
            this.#dead = true;
            setTimeout(() => super.close(4100), 0);
            return false;
          }
          wire.cutAfter = Math.max(-1, wire.cutAfter - 1);
          return true;
        }
        send(data) {
          if (this.#pass()) super.send(data);
        }
        addEventListener(type, listener) {
          if (type !== 'message') return super.addEventListener(type, listener);
          return super.addEventListener(type, (event) => {
            if (!this.#pass()) return;
            const { type: kind } = JSON.parse(event.data);
            window.sightlineWire.welcomes += kind === 'welcome' ? 1 : 0;
            window.sightlineWire.resumed += kind === 'resumed' ? 1 : 0;
            listener(event);
          });
        }
      };
      """;

  private static final String SAY =
      """
      async ([who, lines]) => {
        const FRAMES_OF_A_LINE = 3; // the line, its acknowledgement, its place in the chat
        const { chat } = document.querySelector('sl-call-view');
        for (let i = 0; i < lines; i++) {
          window.sightlineWire.cutAfter = i % FRAMES_OF_A_LINE;
          chat.send(`${who} ${i}`);
          await new Promise((resolve) => setTimeout(resolve, 400));
        }
        window.sightlineWire.cutAfter = -1;
      }
      """;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("return");

  @Test
  void messagesPassEveryBreakOnce() throws Exception {
    try (Chromium chromium = new Chromium()) {
      TwoPages pages =
          new TwoPages(
              chromium.user("agent", FRAGILE + BrowserSource.script(Side.AGENT)),
              chromium.user("customer", FRAGILE + BrowserSource.script(Side.CUSTOMER)),
              server.url());
      chromium.watch(
          "return-messages",
          screens,
          () -> {
            pages.invite(server).talk();
            for (Page page : new Page[] {pages.agent, pages.customer}) {
              page.evaluate(SAY, new Object[] {page == pages.agent ? "a" : "c", LINES});
            }
            for (Page page : new Page[] {pages.agent, pages.customer}) {
              page.waitForFunction(
                  "count => document.querySelector('sl-call-view').chat.messages.length >= count",
                  2 * LINES);
              assertEquals("", odd(page));
              assertEquals(1, number(page, "window.sightlineWire.welcomes"), "sessions");
              assertTrue(number(page, "window.sightlineWire.resumed") >= LINES / 2, "breaks");
              assertEquals(1, number(page, GENERATION), "media went on as it was");
            }
            pages.end();
          });
    }
  }

  private static final String GENERATION =
      "document.querySelector('sl-call-view').client.switcher.shown.generation";

  /** Lines that are missing, doubled or out of their sender's order; empty when none are. */
  private static String odd(Page page) {
    return page.evaluate(
            """
            lines => {
              const { messages } = document.querySelector('sl-call-view').chat;
              const texts = messages.map((message) => message.text);
              const wanted = (who) => Array.from({ length: lines }, (_, i) => `${who} ${i}`).join();
              const found = (who) => texts.filter((text) => text.startsWith(who)).join();
              return ['a', 'c'].filter((who) => found(who) !== wanted(who)).map(found).join(' | ');
            }
            """,
            LINES)
        .toString();
  }

  private static int number(Page page, String expression) {
    return ((Number) page.evaluate(expression)).intValue();
  }

  @Test
  void aCrashedPageAndAReloadedOneComeBack() throws Exception {
    try (Chromium chromium = new Chromium()) {
      TwoPages pages = TwoPages.of(chromium, server);
      chromium.watch(
          "return-pages",
          screens,
          () -> {
            pages.invite(server).talk();
            for (Page page : new Page[] {pages.customer, pages.agent}) {
              page.reload();
              awaitBack(page);
              pages.awaitConnected("direct");
            }
            crash(pages.customer);
            Page again = pages.customer.context().newPage();
            pages.customerJoins(again);
            awaitBack(again);
            CallPages.awaitConnected(pages.agent, "direct");
            Pictures.awaitColour(pages.agent, "remote-video", Side.CUSTOMER, 0.5, 0.3);
            pages.agent.bringToFront();
            CallPages.byId(pages.agent, "end-call").click();
            CallPages.byId(pages.agent, "end-dialog-confirm").click();
            CallPages.awaitView(again, "sl-customer-app", "ended");
          });
    }
  }

  /** As when the browser's process for the page runs out of memory. */
  private static void crash(Page page) {
    boolean[] crashed = new boolean[1];
    page.onCrash(gone -> crashed[0] = true);
    try {
      page.navigate("chrome://crash");
    } catch (com.microsoft.playwright.PlaywrightException expected) {
      assertTrue(expected.getMessage().contains("crash"), expected.getMessage());
    }
    assertTrue(crashed[0], "the page's process is gone");
  }

  private static void awaitBack(Page page) {
    page.waitForFunction(
        "() => document.querySelector('sl-call-view')?.dataset.remotePicture === 'on'",
        null,
        new Page.WaitForFunctionOptions().setTimeout(BACK_MILLIS));
  }

  @Test
  void anotherDeviceTakesOverAndBack() throws Exception {
    try (Chromium chromium = new Chromium()) {
      TwoPages pages = TwoPages.of(chromium, server);
      Page phone = chromium.user("phone", Side.CUSTOMER);
      chromium.watch(
          "return-device",
          screens,
          () -> {
            pages.invite(server).talk();
            pages.customerJoins(phone);
            CallPages.awaitView(pages.customer, "sl-customer-app", "replaced");
            screens.shoot(pages.customer, "replaced");
            CallPages.awaitConnected(phone, "direct");
            CallPages.awaitConnected(pages.agent, "direct");
            CallPages.byId(pages.customer, "use-here").click();
            CallPages.byId(pages.customer, "join").click();
            CallPages.awaitView(phone, "sl-customer-app", "replaced");
            pages.awaitConnected("direct");
            CallPages.awaitCall(pages.agent, Map.of("layout", "single"));
            assertThat(pages.agent.getByTestId("remote-tile")).hasCount(1);
            pages.end();
            CallPages.awaitView(phone, "sl-customer-app", "replaced");
          });
    }
  }
}

package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * How soon a page can be used, and how soon after "Join" the other is seen. A measurement, not a
 * part of every build: {@code -Dsightline.it.join-trials=10}.
 */
class BrowserJoinIT {
  private static final int TRIALS = Integer.getInteger("sightline.it.join-trials", 0);

  /** Requirement: a page is interactive within, on loopback. */
  private static final double INTERACTIVE_MILLIS = 1_000;

  /** Requirement: from "Join" to the other's first frame, median. */
  private static final double SEEN_MILLIS = 1_500;

  /**
   * Notes when a page has the control that it is for, when that is clicked, and the first frame
   * after.
   */
  private static final String WATCH =
      """
      (() => {
        const CONTROLS = '[data-testid=join], [data-testid=setup-join], [data-testid=new-link]';
        window.joining = { interactive: 0, clicked: 0, seen: 0 };
        const known = new WeakSet();
        addEventListener('click', (event) => {
          if (event.target.closest?.(CONTROLS)) Object.assign(joining, { clicked: Date.now(), seen: 0 });
        }, true);
        const look = () => {
          if (!joining.interactive && document.querySelector(CONTROLS)?.checkVisibility()) {
            joining.interactive = performance.now();
          }
          for (const video of document.querySelectorAll('video.remote-video')) {
            if (!known.has(video)) {
              known.add(video);
              const frame = () => {
                if (video.classList.contains('shown')) joining.seen ||= Date.now();
                else video.requestVideoFrameCallback(frame);
              };
              video.requestVideoFrameCallback(frame);
            }
          }
          requestAnimationFrame(look);
        };
        look();
      })();
      """;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("join");
  private final Map<String, List<Double>> figures = new LinkedHashMap<>();

  @Test
  void pagesAreQuickAndSoIsJoining() throws Exception {
    Assumptions.assumeTrue(TRIALS > 0, "no trials asked for");
    try (Chromium chromium = new Chromium()) {
      TwoPages pages =
          new TwoPages(
              chromium.user("agent", WATCH + BrowserSource.script(Side.AGENT)),
              chromium.user("customer", WATCH + BrowserSource.script(Side.CUSTOMER)),
              server.url());
      Page expert = chromium.user("expert", WATCH + BrowserSource.script(Side.CUSTOMER));
      chromium.watch(
          "join",
          screens,
          () -> {
            pages.invite(server);
            for (int i = 0; i < TRIALS; i++) {
              pages.agent.reload();
              note("agent's page interactive", pages.agent, "joining.interactive");
              pages.invite();
              direct(pages);
              pages.end();
            }
            pages.agent.reload();
            pages.invite().talk().record();
            for (int i = 0; i < TRIALS; i++) {
              forwarded(pages, expert);
            }
            pages.end();
          });
    }
    check();
  }

  private void direct(TwoPages pages) {
    pages.customerJoins();
    note("customer's page interactive", pages.customer, "joining.interactive");
    CallPages.awaitView(pages.customer, "sl-customer-app", "waiting");
    pages.agentJoins();
    note(
        "direct, join to first frame",
        pages.agent,
        "joining.seen && joining.seen - joining.clicked");
  }

  /** An expert joins a call that is recorded. */
  private void forwarded(TwoPages pages, Page expert) {
    CallPages.byId(pages.agent, "invite").click();
    CallPages.byId(pages.agent, "invite-name").fill("Eva Expert");
    CallPages.byId(pages.agent, "invite-make").click();
    String link = CallPages.byId(pages.agent, "invite-url").inputValue();
    CallPages.byId(pages.agent, "invite-close").click();
    CallPages.openLink(expert, server.url().toString(), link);
    expert.waitForLoadState(LoadState.NETWORKIDLE);
    CallPages.byId(expert, "join").click();
    note(
        "forwarded, join to first frame", expert, "joining.seen && joining.seen - joining.clicked");
    CallPages.byId(expert, "leave-call").click();
    CallPages.awaitCall(pages.agent, Map.of("others", "1"));
  }

  private void note(String what, Page page, String expression) {
    double value = ((Number) page.waitForFunction("() => " + expression).jsonValue()).doubleValue();
    figures.computeIfAbsent(what, name -> new ArrayList<>()).add(value);
  }

  private void check() {
    List<String> missed = new ArrayList<>();
    figures.forEach(
        (what, all) -> {
          List<Double> sorted = all.stream().sorted().toList();
          double median = sorted.get(sorted.size() / 2);
          String told =
              String.format(
                  "%s: median %.0f ms, most %.0f ms of %d",
                  what, median, sorted.get(sorted.size() - 1), sorted.size());
          System.getLogger("browser").log(System.Logger.Level.INFO, told);
          if (median >= (what.endsWith("interactive") ? INTERACTIVE_MILLIS : SEEN_MILLIS)) {
            missed.add(told);
          }
        });
    assertTrue(missed.isEmpty(), missed.toString());
  }
}

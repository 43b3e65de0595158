package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A call moves from the direct path to the media server and back: nobody sees or hears of it.
 * {@code -Dsightline.it.switch-trials=5} does so five times, and tells median and most.
 */
class BrowserSwitchIT {
  /** What a machine that does much else adds; {@code -Dsightline.it.patience=1} allows none. */
  private static final double BUSY = ServerUnderTest.patience(1).toMillis() / 1000.0;

  /** Requirement: less than 300 ms without a new picture. */
  private static final double FREEZE_MILLIS = 300 * BUSY;

  /** Requirement: no audible gap above 60 ms. */
  private static final double SILENCE_MILLIS = 60 * BUSY;

  /** To and fro so often; the bounds hold for the medians. */
  private static final int TRIALS = Integer.getInteger("sightline.it.switch-trials", 2);

  private static final int SETTLING_MS = 2_000;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("switch");
  private final Map<String, List<Double>> freezes = new LinkedHashMap<>();
  private final Map<String, List<Double>> silences = new LinkedHashMap<>();

  @Test
  void theChangeOfPathIsNotNoticed() throws Exception {
    try (Chromium chromium = new Chromium()) {
      TwoPages pages =
          new TwoPages(
              chromium.user("agent", Continuity.script() + BrowserSource.script(Side.AGENT)),
              chromium.user("customer", Continuity.script() + BrowserSource.script(Side.CUSTOMER)),
              server.url());
      chromium.watch(
          "switch",
          screens,
          () -> {
            pages.invite(server).talk();
            for (Page page : both(pages)) {
              Continuity.begin(page);
            }
            settle(pages.agent);
            measure(pages, "no change", () -> settle(pages.agent));
            for (int i = 0; i < TRIALS; i++) {
              measure(pages, "to the media server", pages::record);
              measure(pages, "to the direct path", () -> stopRecording(pages));
            }
            pages.end();
          });
    }
    check();
  }

  private static List<Page> both(TwoPages pages) {
    return List.of(pages.agent, pages.customer);
  }

  private static void settle(Page page) {
    page.evaluate("ms => new Promise((resolve) => setTimeout(resolve, ms))", SETTLING_MS);
  }

  private static void stopRecording(TwoPages pages) {
    CallPages.byId(pages.agent, "record").click();
    pages.awaitConnected("direct");
  }

  private void measure(TwoPages pages, String what, Runnable change) {
    both(pages).forEach(Continuity::forget);
    change.run();
    settle(pages.agent);
    for (Page page : both(pages)) {
      Continuity.Told told = Continuity.tell(page);
      System.getLogger("browser")
          .log(
              System.Logger.Level.INFO,
              what + (page == pages.agent ? ", agent: " : ", customer: ") + told.told());
      freezes.computeIfAbsent(what, name -> new ArrayList<>()).add(told.freezeMillis());
      silences.computeIfAbsent(what, name -> new ArrayList<>()).add(told.silenceMillis());
    }
  }

  private void check() {
    List<String> missed = new ArrayList<>();
    freezes.forEach((what, all) -> hold(what + ", no new picture", all, FREEZE_MILLIS, missed));
    silences.forEach((what, all) -> hold(what + ", silence", all, SILENCE_MILLIS, missed));
    assertTrue(missed.isEmpty(), missed.toString());
  }

  private static void hold(String what, List<Double> all, double bound, List<String> missed) {
    List<Double> sorted = all.stream().sorted().toList();
    double median = sorted.get((sorted.size() - 1) / 2);
    String figures =
        String.format(
            "%s: median %.0f ms, most %.0f ms", what, median, sorted.get(sorted.size() - 1));
    System.getLogger("browser").log(System.Logger.Level.INFO, figures);
    if (median >= bound) {
      missed.add(figures);
    }
  }
}

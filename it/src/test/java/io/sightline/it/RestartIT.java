package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.Side;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The server ends during a recorded call and is started again: nobody touches a page, and the call
 * goes on, recorded. Its server is its own, for others are not to miss theirs.
 */
class RestartIT {
  /** How the server ends, one after the other; {@code stopped,killed} in a longer run. */
  private static final List<String> ENDS =
      List.of(System.getProperty("sightline.it.server-ends", "stopped").split(","));

  private static final Duration MIX_LIMIT = ServerUnderTest.patience(120);

  private static final double RECORDED_MILLIS = 4_000;

  /** New pictures that are shown from now on; a mark makes sure that the page is the same. */
  private static final String COUNT =
      """
      () => {
        window.untouched = true;
        const shown = () => document.querySelector('sl-call-view video.remote-video.shown');
        window.pictures = 0;
        const known = new WeakSet();
        const look = () => {
          const video = shown();
          if (video && !known.has(video)) {
            known.add(video);
            const frame = () => {
              if (video.classList.contains('shown')) window.pictures++;
              video.requestVideoFrameCallback(frame);
            };
            video.requestVideoFrameCallback(frame);
          }
          requestAnimationFrame(look);
        };
        look();
      }
      """;

  private final Screens screens = new Screens("restart");

  @Test
  void callOutlivesItsServer() throws Exception {
    String script = System.getProperty("sightline.it.serve", "");
    Assumptions.assumeFalse(script.isEmpty(), "no script: sightline.it.serve is not set");
    Path home = Path.of(System.getProperty("sightline.it.home")).resolveSibling("restart-home");
    try (Product product = new Product(Path.of(script), home, Map.of());
        Chromium chromium = new Chromium()) {
      product.start();
      ServerUnderTest server = ServerUnderTest.of(product);
      TwoPages pages = TwoPages.of(chromium, server);
      chromium.watch(
          "restart",
          screens,
          () -> {
            pages.invite(server).talk().record();
            pages.agent.waitForTimeout(RECORDED_MILLIS);
            pages.agent.evaluate(COUNT);
            pages.customer.evaluate(COUNT);
            for (String end : ENDS) {
              if (end.equals("killed")) {
                product.kill();
              } else {
                product.stop();
              }
              comeBack(product, pages, end);
            }
            pages.end();
            checkRecording(server, pages.callId);
          });
    }
  }

  private void comeBack(Product product, TwoPages pages, String how) throws Exception {
    product.start();
    long startedNs = System.nanoTime();
    double agentMillis = awaitPictures(pages.agent, Side.CUSTOMER, startedNs);
    double customerMillis = awaitPictures(pages.customer, Side.AGENT, startedNs);
    System.getLogger("browser")
        .log(
            System.Logger.Level.INFO,
            "Server %s: pictures %.0f and %.0f ms after it is there again"
                .formatted(how, agentMillis, customerMillis));
    for (Page page : List.of(pages.agent, pages.customer)) {
      CallPages.awaitCall(page, Map.of("recording", "recording"));
    }
    screens.shoot(pages.agent, how + "-agent");
    screens.shoot(pages.customer, how + "-customer");
    pages.agent.waitForTimeout(RECORDED_MILLIS);
  }

  private static double awaitPictures(Page page, Side of, long sinceNs) {
    int before = ((Number) page.evaluate("() => window.pictures")).intValue();
    page.waitForFunction("(before) => window.pictures > before + 4", before);
    double millis = (System.nanoTime() - sinceNs) / 1e6;
    Pictures.awaitColour(page, "remote-video", of, 0.5, 0.3);
    assertTrue((Boolean) page.evaluate("() => window.untouched"), "the page was loaded anew");
    return millis;
  }

  private void checkRecording(ServerUnderTest server, String callId) throws Exception {
    FinishedRecording recording =
        FinishedRecording.await(
            server.signedIn("agent1"), callId, MIX_LIMIT, FinishedRecording::mixed);
    JsonObject truth = recording.truth();
    System.getLogger("browser").log(System.Logger.Level.INFO, truth.toString());
    double seconds = recording.record().getJsonNumber("duration").doubleValue();
    assertTrue(seconds > RECORDED_MILLIS / 1000, "recorded: " + seconds + " s");
  }
}

package io.sightline.it;

import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.Side;
import java.util.Locale;

/** What is really drawn in video elements of a page. */
final class Pictures {
  /** Difference of a component that coding and colour conversion may make. */
  private static final int TOLERANCE = 45;

  private static final String SAMPLE =
      """
      const sample = (video, x, y) => {
        if (!video || video.videoWidth === 0) return null;
        const canvas = document.createElement('canvas');
        canvas.width = 16; canvas.height = 16;
        const painter = canvas.getContext('2d', { willReadFrequently: true });
        painter.drawImage(video, 0, 0, 16, 16);
        return [...painter.getImageData(x * 16, y * 16, 1, 1).data].slice(0, 3);
      };
      const like = (found, wanted, tolerance) =>
        found && found.every((value, index) => Math.abs(value - wanted[index]) <= tolerance);
      """;

  private Pictures() {}

  /** Waits until a video element shows a side's colour at a place, in fractions of its size. */
  static void awaitColour(Page page, String testId, Side side, double x, double y) {
    awaitColour(page, "[data-testid=\"" + testId + "\"]", side.colour(), x, y);
  }

  /** Waits until the video that a CSS selector finds shows a colour in RGB at a place. */
  static void awaitColour(Page page, String selector, int colour, double x, double y) {
    page.waitForFunction(
        String.format(
            Locale.ROOT,
            "() => { %s return like(sample(document.querySelector('%s'), %f, %f), %s, %d); }",
            SAMPLE,
            selector,
            x,
            y,
            components(colour),
            TOLERANCE));
  }

  /** Waits until a number of flashes has been seen in a video element since now. */
  static void awaitFlashes(Page page, String testId, int flashes) {
    page.evaluate("() => { window.seenFlashes = { count: 0, white: true }; }");
    page.waitForFunction(
        String.format(
            Locale.ROOT,
            "() => { %s const seen = window.seenFlashes;"
                + " const found = sample(document.querySelector('[data-testid=\"%s\"]'), 0.5, 0.5);"
                + " const white = like(found, [255, 255, 255], 60);"
                + " if (white && !seen.white) seen.count++;"
                + " if (found) seen.white = white;"
                + " return seen.count >= %d; }",
            SAMPLE,
            testId,
            flashes),
        null,
        new Page.WaitForFunctionOptions()
            .setTimeout(ServerUnderTest.patience(flashes + 30L).toMillis()));
  }

  private static String components(int colour) {
    return String.format(
        Locale.ROOT, "[%d, %d, %d]", colour >> 16 & 0xff, colour >> 8 & 0xff, colour & 0xff);
  }
}

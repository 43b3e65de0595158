package io.sightline.it;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Path;

/** Screenshots of a page's states at the sizes of a desktop and of a phone. */
final class Screens {
  private static final int ATTEMPTS = 3;
  private static final Path DIRECTORY = Path.of("target", "screenshots");

  private int number;
  private final String prefix;

  Screens(String prefix) {
    this.prefix = prefix;
  }

  /** Takes both, and leaves the page at desktop size. */
  void shoot(Page page, String state) {
    number++;
    capture(page, options(state, "desktop"));
    page.setViewportSize(390, 844);
    capture(page, options(state, "phone"));
    page.setViewportSize(1280, 800);
  }

  /** Takes one, at the size that the page has. */
  void capture(Page page, String state) {
    number++;
    capture(page, options(state, page.viewportSize().width + "px"));
  }

  /** A picture is for people to look at; a browser too busy to take one is asked again. */
  private static void capture(Page page, Page.ScreenshotOptions options) {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        page.screenshot(options);
        return;
      } catch (PlaywrightException busy) {
        System.getLogger("browser").log(System.Logger.Level.INFO, "no screenshot yet", busy);
      }
    }
    page.screenshot(options);
  }

  private Page.ScreenshotOptions options(String state, String size) {
    String name = String.format("%s-%02d-%s-%s.png", prefix, number, state, size);
    return new Page.ScreenshotOptions().setPath(DIRECTORY.resolve(name));
  }
}

package io.sightline.it;

import com.microsoft.playwright.Page;
import java.nio.file.Path;

/** Screenshots of a page's states at the sizes of a desktop and of a phone. */
final class Screens {
  private static final Path DIRECTORY = Path.of("target", "screenshots");

  private int number;
  private final String prefix;

  Screens(String prefix) {
    this.prefix = prefix;
  }

  /** Takes both, and leaves the page at desktop size. */
  void shoot(Page page, String state) {
    number++;
    page.screenshot(options(state, "desktop"));
    page.setViewportSize(390, 844);
    page.screenshot(options(state, "phone"));
    page.setViewportSize(1280, 800);
  }

  private Page.ScreenshotOptions options(String state, String size) {
    String name = String.format("%s-%02d-%s-%s.png", prefix, number, state, size);
    return new Page.ScreenshotOptions().setPath(DIRECTORY.resolve(name));
  }
}

package io.sightline.it;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Looks at pages, and at each page in a frame of theirs, with axe-core's rules for WCAG 2.2 level
 * AA and its best practices, in light and dark, and sees that nothing has to be scrolled sideways
 * on 320 CSS pixels (WCAG 1.4.10).
 */
final class Accessibility {
  private static final int NARROW = 320;
  private static final int HEIGHT = 800;
  private static final int WIDE = 1280;

  /**
   * Pages follow what they are told a moment later; until then old and new are mixed. A frame that
   * is hidden draws nothing, and one may follow its place's colours: both are looked at as they
   * are.
   */
  private static final String SETTLED =
      """
      async (media) => {
        const after = (ms) => new Promise((over) => setTimeout(over, ms));
        const frame = () => Promise.race([new Promise((drawn) => requestAnimationFrame(drawn)), after(250)]);
        for (const until = performance.now() + 5000; !window.matchMedia(media).matches && performance.now() < until;) {
          await frame();
        }
        await frame();
        // what inherits a colour begins its own transition when its parent's goes on
        for (const until = performance.now() + 5000; performance.now() < until; await frame()) {
          const moving = document.getAnimations().filter((each) => each instanceof CSSTransition);
          if (moving.length === 0) break;
          await Promise.race([Promise.allSettled(moving.map((each) => each.finished)), after(250)]);
        }
        await frame();
        return window.matchMedia(media).matches;
      }
      """;

  private static final String RULES =
      """
      async () => {
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        const late = new Promise((over, fail) => setTimeout(() => fail(new Error('the rules were not gone through in time')), 60000));
        const all = window.axe.run(document, { runOnly: tags, resultTypes: ['violations'], iframes: false });
        const { violations } = await Promise.race([all, late]);
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) =>
          `${html.slice(0, 160)} ${any[0]?.message ?? ''}`).slice(0, 3).join(' | ')}`);
      }
      """;

  /** A page in a frame has the frame's width. */
  private static final String TOO_WIDE =
      """
      () => {
        const { scrollWidth } = document.documentElement;
        return scrollWidth > window.innerWidth ? `${scrollWidth} pixels wide on ${window.innerWidth}` : '';
      }
      """;

  private final String script;
  private final List<String> found = new ArrayList<>();

  Accessibility() {
    try (InputStream in = Accessibility.class.getResourceAsStream("/axe.min.js")) {
      script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks at a page as it is now; leaves it light and at desktop size. */
  void look(Page page, String state) {
    page.frames().forEach(frame -> frame.evaluate(script + ";0"));
    for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
      page.emulateMedia(
          new Page.EmulateMediaOptions()
              .setColorScheme(scheme)
              .setReducedMotion(ReducedMotion.REDUCE));
      String name = scheme.name().toLowerCase(Locale.ROOT);
      for (Frame frame : page.frames()) {
        Object follows = frame.evaluate(SETTLED, "(prefers-color-scheme: " + name + ")");
        if (frame.equals(page.mainFrame()) && !follows.equals(true)) {
          found.add(state + ": not looked at in " + name);
        }
        for (Object violation : (List<?>) frame.evaluate(RULES)) {
          found.add(where(page, frame, state) + " (" + scheme + "): " + violation);
        }
      }
    }
    page.setViewportSize(NARROW, HEIGHT);
    if (!page.evaluate(SETTLED, "(width: " + NARROW + "px)").equals(true)) {
      found.add(state + ": not looked at on " + NARROW + " pixels");
    }
    for (Frame frame : page.frames()) {
      Object tooWide = frame.evaluate(TOO_WIDE);
      if (!tooWide.equals("")) {
        found.add(where(page, frame, state) + ": " + tooWide);
      }
    }
    page.setViewportSize(WIDE, HEIGHT);
  }

  private static String where(Page page, Frame frame, String state) {
    return frame.equals(page.mainFrame()) ? state : state + ", in the frame";
  }

  /** What has been found so far, a line each; empty is well. */
  List<String> found() {
    return found;
  }
}

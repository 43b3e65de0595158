package io.sightline.it;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the person at a page is shown and hears of the other side without a break: by the frames
 * that are drawn, and by the sound that the page's elements let through.
 */
final class Continuity {
  private Continuity() {}

  /** To be run before the page's own scripts. */
  static String script() {
    return resource("continuity.js");
  }

  /** Begins to watch and to listen, in a call. */
  static void begin(Page page) {
    page.evaluate("() => continuity.begin()");
  }

  static void forget(Page page) {
    page.evaluate("() => continuity.forget()");
  }

  /**
   * What was seen and heard since.
   *
   * @param freezeMillis the longest time without a new picture
   * @param silenceMillis the longest time without sound
   * @param told all of it, for people
   */
  record Told(double freezeMillis, double silenceMillis, String told) {}

  static Told tell(Page page) {
    Map<?, ?> told = (Map<?, ?>) page.evaluate("() => continuity.tell()");
    return new Told(
        ((Number) told.get("freeze")).doubleValue(),
        ((Number) told.get("silence")).doubleValue(),
        told.toString());
  }

  private static String resource(String name) {
    try (InputStream in = Continuity.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

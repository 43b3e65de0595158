package io.sightline.testsupport.clip;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Known media for browsers: a script, to be run before a page's own, that answers getUserMedia and
 * getDisplayMedia with frames and oscillators driven by one clock. Files for its fake devices would
 * not do: it starts picture and sound independently.
 *
 * <p>Afterwards {@code window.sightlineKnownMedia({audio, video})} gives such a stream too.
 */
public final class BrowserSource {
  private BrowserSource() {}

  /** What getDisplayMedia gives, in RGB: a screen of 1280x720, flashing with the camera. */
  public static final int SCREEN_COLOUR = 0x28a046;

  /** The script for a side. */
  public static String script(Side side) {
    return script(side.colour(), side.toneHertz(), side.beepHertz());
  }

  /** The script for somebody beside the two sides; colour in RGB, tones in hertz. */
  public static String script(int colour, int tone, int beep) {
    String parameters =
        String.format(
            Locale.ROOT,
            "const SIDE = { colour: '#%06x', tone: %d, beep: %d, screen: '#%06x' };%n",
            colour,
            tone,
            beep,
            SCREEN_COLOUR);
    try (InputStream in = BrowserSource.class.getResourceAsStream("known-media.js")) {
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return "(() => {\n" + parameters + script + "})();\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

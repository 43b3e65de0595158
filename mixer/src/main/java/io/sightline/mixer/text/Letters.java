package io.sightline.mixer.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Draws one line of text at a time and remembers what it drew. A server without a single font, or
 * without the libraries to draw with it, gets plainer letters, never a failure. Not thread-safe.
 */
public final class Letters {
  private static final Logger LOG = Logger.getLogger(Letters.class.getName());
  private static final int REMEMBERED = 256;

  /** What turns a text into pixels. */
  interface Pen {
    /**
     * @param height of the line in pixels, at least 8
     * @param maxWidth in pixels; what does not fit is left out, with a mark
     */
    Mask draw(String text, int height, int maxWidth);
  }

  private record Line(String text, int height, int maxWidth) {}

  private final Map<Line, Mask> drawn =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Line, Mask> eldest) {
          return size() > REMEMBERED;
        }
      };

  private final Supplier<Pen> system;
  private Pen pen;

  /** Draws with the system's fonts if there are any. */
  public Letters() {
    this(SystemPen::new);
  }

  Letters(Supplier<Pen> system) {
    this.system = system;
  }

  /**
   * Draws a line.
   *
   * @param height in pixels, at least 8
   * @param maxWidth in pixels
   */
  public Mask draw(String text, int height, int maxWidth) {
    if (text.isBlank() || maxWidth < height) {
      return Mask.EMPTY;
    }
    return drawn.computeIfAbsent(new Line(text, height, maxWidth), this::drawNew);
  }

  private Mask drawNew(Line line) {
    if (pen == null) {
      pen = systemPen(line);
    }
    return pen.draw(line.text, line.height, line.maxWidth);
  }

  /** Where fonts or their libraries are missing, Java fails in many ways, most of them errors. */
  private Pen systemPen(Line line) {
    try {
      Pen found = system.get();
      found.draw(line.text, line.height, line.maxWidth);
      return found;
    } catch (RuntimeException | LinkageError | InternalError | java.awt.AWTError e) {
      LOG.log(Level.INFO, e, () -> "no fonts on this system; text is drawn with plain letters");
      return new PixelPen();
    }
  }
}

package io.sightline.testsupport.content;

/**
 * A part of the picture, in fractions of its width and height.
 *
 * @param left 0 to 1
 * @param top 0 to 1
 * @param right above left
 * @param bottom above top
 */
public record Region(double left, double top, double right, double bottom) {
  /** The left picture of two side by side, without its edges and centre line. */
  public static final Region LEFT = new Region(0.08, 0.2, 0.42, 0.8);

  /** The right picture of two side by side. */
  public static final Region RIGHT = new Region(0.58, 0.2, 0.92, 0.8);

  /** The middle of one picture. */
  public static final Region WHOLE = new Region(0.15, 0.2, 0.85, 0.8);
}

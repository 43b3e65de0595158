package io.sightline.mixer.text;

/**
 * Drawn words: how much of each pixel they cover, 0 to 255, row by row.
 *
 * @param coverage width times height bytes, not to be changed
 */
public record Mask(int width, int height, byte[] coverage) {
  /** Nothing at all. */
  public static final Mask EMPTY = new Mask(0, 0, new byte[0]);
}

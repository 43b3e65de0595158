package io.sightline.mixer.av;

import java.util.Locale;

/**
 * The sizes and rates of mixed output. Twenty-five pictures a second at most: one that shows
 * nothing new is not encoded, and the one before stands longer.
 *
 * @param cellWidth width of one participant's picture
 * @param videoBitsPerSecond for two cells
 */
public enum EncoderProfile {
  LD(320, 240, 15, 300_000, 32_000),
  SD(640, 480, 25, 900_000, 48_000),
  HD(1280, 720, 25, 2_500_000, 64_000);

  public final int cellWidth;
  public final int cellHeight;
  public final int framesPerSecond;
  public final int videoBitsPerSecond;
  public final int audioBitsPerSecond;

  EncoderProfile(
      int cellWidth,
      int cellHeight,
      int framesPerSecond,
      int videoBitsPerSecond,
      int audioBitsPerSecond) {
    this.cellWidth = cellWidth;
    this.cellHeight = cellHeight;
    this.framesPerSecond = framesPerSecond;
    this.videoBitsPerSecond = videoBitsPerSecond;
    this.audioBitsPerSecond = audioBitsPerSecond;
  }

  /** Returns null for an unknown name. */
  public static EncoderProfile named(String name) {
    for (EncoderProfile profile : values()) {
      if (profile.name().equals(name.toUpperCase(Locale.ROOT))) {
        return profile;
      }
    }
    return null;
  }
}

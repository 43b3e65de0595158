package io.sightline.testsupport.clip;

import java.util.Locale;

/** Whose picture and voice it is, and what it looks and sounds like. */
public enum Side {
  AGENT(0xc82828, 300, 1150),
  CUSTOMER(0x2850c8, 500, 2350);

  /** When in each second flash and beep begin, in seconds. */
  public static final double FLASH_AT = 1.0 / 3;

  /** How long flash and beep last, in seconds. */
  public static final double FLASH_SECONDS = 0.2;

  private final int colour;
  private final int toneHertz;
  private final int beepHertz;

  Side(int colour, int toneHertz, int beepHertz) {
    this.colour = colour;
    this.toneHertz = toneHertz;
    this.beepHertz = beepHertz;
  }

  /** Between flashes, as 0xRRGGBB. */
  public int colour() {
    return colour;
  }

  /** The quiet tone that never stops. */
  public int toneHertz() {
    return toneHertz;
  }

  /** The beep that begins with each flash. */
  public int beepHertz() {
    return beepHertz;
  }

  String resource() {
    return name().toLowerCase(Locale.ROOT);
  }
}

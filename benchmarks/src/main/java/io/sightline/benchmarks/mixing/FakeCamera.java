package io.sightline.benchmarks.mixing;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Paints what Chromium's fake camera shows: a plain ground, a sector that opens and closes, a clock
 * that counts milliseconds. Planar YUV 4:2:0, 640x480. The same frames every time.
 */
final class FakeCamera {
  static final int WIDTH = 640;
  static final int HEIGHT = 480;
  static final int FRAME_RATE = 30;

  private static final int DEGREES_PER_SECOND = 600;
  private static final int RADIUS = HEIGHT / 4;
  private static final int GROUND_LUMA = 150;
  private static final int INK_LUMA = 40;
  private static final int DOT = 6;

  /** Digits of three by five dots, a row in three bits, the topmost first. */
  private static final int[] DIGITS = {
    0b111_101_101_101_111,
    0b010_110_010_010_111,
    0b111_001_111_100_111,
    0b111_001_111_001_111,
    0b101_101_111_001_001,
    0b111_100_111_001_111,
    0b111_100_111_101_111,
    0b111_001_010_010_010,
    0b111_101_111_101_111,
    0b111_101_111_001_111
  };

  private final byte[] picture = new byte[WIDTH * HEIGHT * 3 / 2];
  private final int noise;
  private final int blue;
  private final int red;
  private final SplittableRandom random;

  /**
   * @param noise by how much luma strays up and down in each pixel of each picture
   */
  FakeCamera(boolean agent, int noise) {
    this.noise = noise;
    this.blue = agent ? 54 : 150;
    this.red = agent ? 34 : 90;
    this.random = new SplittableRandom(agent ? 1 : 2);
  }

  /** Paints a picture; the array is used again. */
  byte[] paint(int number) {
    int pixels = WIDTH * HEIGHT;
    Arrays.fill(picture, 0, pixels, (byte) GROUND_LUMA);
    Arrays.fill(picture, pixels, pixels * 5 / 4, (byte) blue);
    Arrays.fill(picture, pixels * 5 / 4, picture.length, (byte) red);
    sector(number * DEGREES_PER_SECOND / FRAME_RATE % 360);
    clock(number * 1000L / FRAME_RATE);
    if (noise > 0) {
      for (int i = 0; i < pixels; i++) {
        picture[i] += (byte) (random.nextInt(2 * noise + 1) - noise);
      }
    }
    return picture;
  }

  private void sector(int degrees) {
    for (int y = -RADIUS; y <= RADIUS; y++) {
      for (int x = -RADIUS; x <= RADIUS; x++) {
        double angle = Math.toDegrees(Math.atan2(y, x)) + 180;
        if (x * x + y * y <= RADIUS * RADIUS && angle < degrees) {
          picture[(HEIGHT / 2 + y) * WIDTH + WIDTH / 2 + x] = (byte) INK_LUMA;
        }
      }
    }
  }

  private void clock(long ms) {
    String text = String.format(java.util.Locale.ROOT, "%07d", ms);
    for (int i = 0; i < text.length(); i++) {
      int digit = DIGITS[text.charAt(i) - '0'];
      for (int dot = 0; dot < 15; dot++) {
        if ((digit >> (14 - dot) & 1) != 0) {
          dot(20 + i * 4 * DOT + dot % 3 * DOT, 20 + dot / 3 * DOT);
        }
      }
    }
  }

  private void dot(int left, int top) {
    for (int y = top; y < top + DOT; y++) {
      Arrays.fill(picture, y * WIDTH + left, y * WIDTH + left + DOT, (byte) INK_LUMA);
    }
  }
}

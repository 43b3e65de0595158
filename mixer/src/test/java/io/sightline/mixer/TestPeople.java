package io.sightline.mixer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.testsupport.content.MediaContent;
import io.sightline.testsupport.content.Region;
import io.sightline.testsupport.content.VideoTimeline;
import java.io.IOException;
import java.util.Arrays;

/** People with a colour and a tone each, and how to find them in a picture. */
final class TestPeople {
  static final TestRecording.Sender AGENT = person("agent-1", "agent", 800, 0, 80, 90, 200);
  static final TestRecording.Sender CUSTOMER =
      person("customer-1", "customer", 2000, 500, 80, 200, 90);
  static final TestRecording.Sender GUEST = person("guest-1", "guest", 3100, 250, 110, 70, 70);

  /** The agent's screen: the same person in another colour. */
  static final TestRecording.Sender SCREEN = person("agent-1", "agent", 0, 250, 130, 170, 170);

  /** Greatest difference of a component: encoding, and the edge of what is drawn around. */
  private static final double TOLERANCE = 28;

  /** What a card looks like. */
  static final TestVideoEncoder.Picture CARD = new TestVideoEncoder.Picture(44, 136, 124);

  static final TestVideoEncoder.Picture BLACK = new TestVideoEncoder.Picture(16, 128, 128);

  private TestPeople() {}

  private static TestRecording.Sender person(
      String id, String role, int hertz, int phaseMs, int luma, int blue, int red) {
    return new TestRecording.Sender(
        id,
        role,
        (hertz - 900) * 3_000L * TestRecording.MS,
        0,
        20 * TestRecording.MS,
        hertz,
        phaseMs * TestRecording.MS,
        new TestVideoEncoder.Picture(luma, blue, red));
  }

  /** A part of the picture, in pixels of a canvas, without its edges. */
  static Region inside(int canvasWidth, int canvasHeight, int x, int y, int width, int height) {
    double across = 0.2 * width;
    double down = 0.2 * height;
    return new Region(
        (x + across) / canvasWidth,
        (y + down) / canvasHeight,
        (x + width - across) / canvasWidth,
        (y + height - down) / canvasHeight);
  }

  /** Asserts that a colour is seen in a region at a time when nothing flashes. */
  static void assertSeen(
      MediaContent content, double seconds, Region region, TestVideoEncoder.Picture colour)
      throws IOException {
    VideoTimeline video = content.video();
    double[] found = video.colourAt(seconds, region);
    double[] wanted = rgb(colour);
    for (int i = 0; i < 3; i++) {
      assertTrue(
          Math.abs(found[i] - wanted[i]) < TOLERANCE,
          () -> seconds + " s: " + Arrays.toString(found) + ", not " + Arrays.toString(wanted));
    }
  }

  /** A colour as 0xRRGGBB. */
  static int rgbNumber(TestVideoEncoder.Picture colour) {
    double[] rgb = rgb(colour);
    return (int) rgb[0] << 16 | (int) rgb[1] << 8 | (int) rgb[2];
  }

  /** ITU-R BT.601, video range. */
  private static double[] rgb(TestVideoEncoder.Picture colour) {
    double luma = 1.164 * (colour.luma() - 16);
    double blue = colour.blue() - 128;
    double red = colour.red() - 128;
    double[] rgb = {luma + 1.596 * red, luma - 0.392 * blue - 0.813 * red, luma + 2.017 * blue};
    for (int i = 0; i < 3; i++) {
      rgb[i] = Math.max(0, Math.min(255, rgb[i]));
    }
    return rgb;
  }
}

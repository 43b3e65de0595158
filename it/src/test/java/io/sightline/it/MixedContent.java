package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.content.AudioTimeline;
import io.sightline.testsupport.content.AvSync;
import io.sightline.testsupport.content.MediaContent;
import io.sightline.testsupport.content.Region;
import io.sightline.testsupport.content.VideoTimeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a mixed file of two known sides must show. */
final class MixedContent {
  /** The agreement: the file lasts as long as was recorded, give or take a second. */
  static final double DURATION_SECONDS = 1.0;

  /** YUV conversion and lossy coding of saturated colours change a component by up to this. */
  private static final double COLOUR_TOLERANCE = 45;

  /** Beeps are sent with 0.4 or 0.2 of full scale; mixing halves, an encoder takes a little. */
  private static final double LEAST_BEEP = 600;

  private MixedContent() {}

  /**
   * How long something was recorded, in seconds. What is seen from outside has two bounds: the
   * recorder begins some time after it was asked to, and no later than media flows both ways.
   */
  record Span(double least, double most) {
    boolean allows(double seconds) {
      return seconds >= least - DURATION_SECONDS && seconds <= most + DURATION_SECONDS;
    }

    static Span exactly(double seconds) {
      return new Span(seconds, seconds);
    }
  }

  /**
   * Checks pictures, sounds, their alignment and the duration.
   *
   * @param recorded how long it was recorded, at least and at most
   * @param completeness the least share of seconds in which each flash and beep must be found
   */
  static String check(Path file, String format, Span recorded, double completeness)
      throws IOException {
    MediaContent content = MediaContent.open(file, format);
    assertEquals("1280x480", content.pictureSize());
    String codecs = format.equals("webm") ? "vp[89] opus" : "h264 (aac|opus)";
    assertTrue(String.join(" ", content.codecs()).matches(codecs), content.codecs().toString());
    assertTrue(
        recorded.allows(content.declaredSeconds()),
        content.declaredSeconds() + " declared, " + recorded);
    assertTrue(
        recorded.allows(content.decodedSeconds()),
        content.decodedSeconds() + " decoded, " + recorded);
    double recordedSeconds = content.decodedSeconds();
    StringBuilder figures = new StringBuilder(format);
    figures.append(": ").append(content.decodedSeconds()).append(" s, ").append(recorded);
    side(content, Side.AGENT, Region.LEFT, recordedSeconds, completeness, figures);
    side(content, Side.CUSTOMER, Region.RIGHT, recordedSeconds, completeness, figures);
    return figures.toString();
  }

  private static void side(
      MediaContent content,
      Side side,
      Region region,
      double seconds,
      double completeness,
      StringBuilder figures)
      throws IOException {
    VideoTimeline video = content.video();
    AudioTimeline audio = content.audio();
    double share = video.share(region, side.colour(), COLOUR_TOLERANCE);
    int flashes = video.flashes(region, side.colour()).size();
    List<Double> whole = video.wholeFlashes(region, side.colour(), Side.FLASH_SECONDS);
    List<Double> beeps = audio.beeps(side.beepHertz(), LEAST_BEEP);
    AvSync sync = AvSync.of(whole, beeps);
    double tone = audio.tonePresence(side.toneHertz(), 4);
    figures.append(
        String.format(
            java.util.Locale.ROOT,
            "%n  %s: colour %.2f, %d flashes, %d beeps, tone %.2f, sound leads by %s ms",
            side,
            share,
            flashes,
            beeps.size(),
            tone,
            sync.leadMillis().stream().map(Math::round).toList()));
    assertTrue(share > 0.8 * completeness - 0.15, figures.toString());
    assertTrue(flashes >= (seconds - 1) * completeness - 1, figures.toString());
    assertTrue(beeps.size() >= (seconds - 1) * completeness - 1, figures.toString());
    assertTrue(tone > completeness - 0.15, figures.toString());
    assertTrue(
        sync.leadMillis().size() >= (seconds - 1) * (completeness - 0.2) - 2, figures.toString());
    assertTrue(sync.withinBroadcastTolerance(), figures.toString());
  }
}

package io.sightline.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.recording.RenditionOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Estimates against the sizes that were measured (docs/recording.md, Sizes). */
class SizeEstimateTest {
  private static final long HOUR_MS = 3_600_000;

  /** On content in which every pixel changes the encoders exceed their rate; VP9 in HD by 29 %. */
  private static final double EXCESS_ON_NOISE = 1.3;

  /** A header beside the samples. */
  private static final double WAV_TOLERANCE = 0.01;

  private static double megabytes(String format, String video, String profile) {
    RenditionOptions options =
        RenditionOptions.of(format, null, profile, false, null, video, profile);
    SizeEstimate estimate = SizeEstimate.of(options, HOUR_MS, List.of());
    assertFalse(estimate.measured());
    assertEquals(estimate.bytesPerHour(), estimate.bytes());
    return estimate.bytes() / 1e6;
  }

  @ParameterizedTest
  @CsvSource({
    "LD, webm, vp8, 42", "LD, webm, vp9, 145", "LD, mp4, , 123", "LD, mp3, , 14.5",
    "SD, webm, vp8, 507", "SD, webm, vp9, 528", "SD, mp4, , 383", "SD, mp3, , 21.7",
    "HD, webm, vp8, 1184", "HD, webm, vp9, 1483", "HD, mp4, , 926", "HD, mp3, , 28.9"
  })
  void isAnUpperBoundEvenOnNoise(String profile, String format, String video, double measured) {
    double estimate = megabytes(format, video, profile);
    assertTrue(
        measured <= estimate * EXCESS_ON_NOISE, measured + " measured, estimated " + estimate);
  }

  @Test
  void isExactForSamples() {
    for (String profile : RenditionOptions.PROFILES) {
      assertEquals(346, megabytes("wav", null, profile), 346 * WAV_TOLERANCE);
    }
  }
}

package io.sightline.composition;

import io.sightline.recording.RenditionOptions;
import java.util.List;
import java.util.Map;

/**
 * How large a file will be at most, or about, where one of the same kind was made of the recording
 * already.
 *
 * @param bytes of the whole file
 * @param bytesPerHour 0 for pictures
 * @param measured whether it follows from a file of this recording rather than from bit rates
 */
public record SizeEstimate(
    RenditionOptions options, long durationMs, long bytes, long bytesPerHour, boolean measured) {
  private static final long HOUR_MS = 3_600_000;
  private static final long POSTER_BYTES = 80_000;
  private static final long SHEET_BYTES = 400_000;

  /** Bit rates that the encoders are held to, picture and sound together, in bits a second. */
  private static final Map<String, Long> VIDEO =
      Map.of("LD", 332_000L, "SD", 948_000L, "HD", 2_564_000L);

  private static final long MP3_MONO = 64_000;
  private static final long MP3_STEREO = 128_000;
  private static final long WAV_MONO = 48_000L * 16;

  /** An estimate for a file of that length; {@code present} are those that there are. */
  public static SizeEstimate of(
      RenditionOptions options, long durationMs, List<RenditionView> present) {
    if (RenditionOptions.isPicture(options.format())) {
      long bytes = options.format().equals("poster") ? POSTER_BYTES : SHEET_BYTES;
      return new SizeEstimate(options, durationMs, bytes, 0, false);
    }
    for (RenditionView file : present) {
      if (file.finished()
          && file.options() != null
          && file.durationMs() > 0
          && alike(options, file)) {
        long perHour = Math.round((double) file.size() * HOUR_MS / file.durationMs());
        return new SizeEstimate(options, durationMs, perHour * durationMs / HOUR_MS, perHour, true);
      }
    }
    long perHour = bitRate(options) / 8 * 3600;
    return new SizeEstimate(
        options, durationMs, Math.round((double) perHour * durationMs / HOUR_MS), perHour, false);
  }

  private static boolean alike(RenditionOptions wanted, RenditionView file) {
    RenditionOptions made = file.options();
    return made.format().equals(wanted.format())
        && String.valueOf(made.profile()).equals(String.valueOf(wanted.profile()))
        && String.valueOf(made.video()).equals(String.valueOf(wanted.video()))
        && String.valueOf(made.channels()).equals(String.valueOf(wanted.channels()))
        && String.valueOf(made.layout()).equals(String.valueOf(wanted.layout()));
  }

  private static long bitRate(RenditionOptions options) {
    boolean two = "agent-customer".equals(options.channels());
    return switch (options.format()) {
      case "mp3" -> two ? MP3_STEREO : MP3_MONO;
      case "wav" -> two ? 2 * WAV_MONO : WAV_MONO;
      default -> VIDEO.get(options.profile());
    };
  }
}

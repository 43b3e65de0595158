package io.sightline.mixer;

import io.sightline.testsupport.content.Region;
import io.sightline.testsupport.content.VideoTimeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at files with the ffmpeg programs of the operating system, which are not our writer. */
final class Witness {
  static final Path FFMPEG = Path.of("/usr/bin/ffmpeg");
  static final Path FFPROBE = Path.of("/usr/bin/ffprobe");
  private static final Pattern SHOWN =
      Pattern.compile("pts_time:([-0-9.]+)|signalstats\\.(Y|U|V)AVG=([0-9.]+)");

  /** The average of a picture. */
  record Seen(double seconds, double luma, double blue, double red) {}

  private Witness() {}

  static boolean present() {
    return Files.isExecutable(FFMPEG) && Files.isExecutable(FFPROBE);
  }

  /** Decodes everything and returns what was complained about. */
  static String complaints(Path file) throws IOException, InterruptedException {
    return new String(
        run(true, "ffmpeg", "-v", "warning", "-i", file.toString(), "-f", "null", "-"),
        StandardCharsets.UTF_8);
  }

  static double duration(Path file) throws IOException, InterruptedException {
    byte[] out =
        run(
            false,
            "ffprobe",
            "-v",
            "error",
            "-show_entries",
            "format=duration",
            "-of",
            "csv=p=0",
            file.toString());
    return Double.parseDouble(new String(out, StandardCharsets.UTF_8).strip());
  }

  static String streams(Path file) throws IOException, InterruptedException {
    byte[] out =
        run(
            false,
            "ffprobe",
            "-v",
            "error",
            "-show_entries",
            "stream=codec_name,width,height",
            "-of",
            "csv=p=0",
            file.toString());
    return new String(out, StandardCharsets.UTF_8).strip().replace('\n', ' ');
  }

  /**
   * When the packets of a stream begin, in seconds, in their order.
   *
   * @param stream "v" or "a"
   */
  static double[] packetTimes(Path file, String stream) throws IOException, InterruptedException {
    byte[] out =
        run(
            false,
            "ffprobe",
            "-v",
            "error",
            "-select_streams",
            stream,
            "-show_entries",
            "packet=pts_time",
            "-of",
            "default=nk=1:nw=1",
            file.toString());
    return new String(out, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  /** The pictures of a part of the file, from {@code x} on, in order. */
  static List<Seen> pictures(Path file, int x, int width) throws IOException, InterruptedException {
    String filter = "crop=" + width + ":ih:" + x + ":0,signalstats,metadata=print:file=-";
    byte[] out =
        run(
            false,
            "ffmpeg",
            "-v",
            "error",
            "-copyts",
            "-i",
            file.toString(),
            "-vf",
            filter,
            "-an",
            "-vsync",
            "passthrough",
            "-f",
            "null",
            "/dev/null");
    List<Seen> seen = new ArrayList<>();
    Matcher matcher = SHOWN.matcher(new String(out, StandardCharsets.UTF_8));
    double seconds = 0;
    double[] values = new double[3];
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        seconds = Double.parseDouble(matcher.group(1));
        continue;
      }
      values["YUV".indexOf(matcher.group(2))] = Double.parseDouble(matcher.group(3));
      if (matcher.group(2).equals("V")) {
        seen.add(new Seen(seconds, values[0], values[1], values[2]));
      }
    }
    return seen;
  }

  /** The sound as mono at 48 kHz; the first sample is at time zero. */
  static float[] sound(Path file) throws IOException, InterruptedException {
    byte[] out =
        run(
            false,
            "ffmpeg",
            "-v",
            "error",
            "-i",
            file.toString(),
            "-vn",
            "-af",
            "aresample=async=1:first_pts=0",
            "-f",
            "f32le",
            "-ac",
            "1",
            "-ar",
            "48000",
            "-");
    float[] samples = new float[out.length / 4];
    ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(samples);
    return samples;
  }

  /** When a tone begins, in seconds: where its level over 5 ms first crosses half of a beep's. */
  static List<Double> onsets(float[] samples, int hertz) {
    int window = 240;
    int step = 48;
    List<Double> onsets = new ArrayList<>();
    boolean on = false;
    for (int at = 0; at + window <= samples.length; at += step) {
      double real = 0;
      double imaginary = 0;
      for (int i = 0; i < window; i++) {
        double angle = 2 * Math.PI * hertz * i / 48_000;
        real += samples[at + i] * Math.cos(angle);
        imaginary += samples[at + i] * Math.sin(angle);
      }
      double level = 2 * Math.hypot(real, imaginary) / window;
      if (!on && level > 0.2) {
        on = true;
        onsets.add((at + window / 2.0) / 48_000);
      } else if (on && level < 0.08) {
        on = false;
      }
    }
    return onsets;
  }

  /** When a picture turns white, in seconds. */
  static List<Double> flashes(List<Seen> pictures) {
    List<Double> flashes = new ArrayList<>();
    boolean on = false;
    for (Seen seen : pictures) {
      boolean white = seen.luma() > 170;
      if (white && !on) {
        flashes.add(seen.seconds());
      }
      on = white;
    }
    return flashes;
  }

  /** When a region turns white, in seconds. */
  static List<Double> flashes(VideoTimeline video, Region region) {
    List<Double> flashes = new ArrayList<>();
    boolean on = true;
    for (int i = 0; i < video.frames(); i++) {
      double[] colour = video.colour(i, region);
      boolean white = Math.min(colour[0], Math.min(colour[1], colour[2])) > 180;
      if (white && !on) {
        flashes.add(video.times().get(i));
      }
      on = white;
    }
    return flashes;
  }

  private static byte[] run(boolean errorsToo, String... command)
      throws IOException, InterruptedException {
    command[0] = "/usr/bin/" + command[0];
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(errorsToo);
    if (!errorsToo) {
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }
    Process process = builder.start();
    process.getOutputStream().close();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream in = process.getInputStream()) {
      in.transferTo(out);
    }
    process.waitFor();
    return out.toByteArray();
  }
}

package io.sightline.testsupport.content;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One media file, opened by forced format. Times are seconds since the file's beginning. */
public final class MediaContent {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 36;
  private static final Pattern SHOWN = Pattern.compile("\\] n: *\\d+ pts: *\\S+ pts_time:(\\S+)");

  private final Path file;
  private final String format;
  private final JsonObject probe;
  private VideoTimeline video;
  private AudioTimeline audio;

  private MediaContent(Path file, String format, JsonObject probe) {
    this.file = file;
    this.format = format;
    this.probe = probe;
  }

  /**
   * Opens a file.
   *
   * @param format "webm", "mp4", "mp3", "wav" or "jpeg"; never guessed
   * @throws IOException when ffprobe finds anything wrong with it
   */
  public static MediaContent open(Path file, String format) throws IOException {
    ChildProgram.Output output =
        ChildProgram.run(
            List.of(
                "ffprobe",
                "-v",
                "error",
                "-f",
                demuxer(format),
                "-show_format",
                "-show_streams",
                "-of",
                "json",
                file.toString()));
    if (!output.err().isBlank()) {
      throw new IOException("ffprobe complains about " + file + ": " + output.err());
    }
    try (JsonReader reader = Json.createReader(new StringReader(output.text()))) {
      return new MediaContent(file, format, reader.readObject());
    }
  }

  private static String demuxer(String format) {
    return switch (format) {
      case "webm" -> "matroska";
      case "mp4" -> "mov";
      case "jpeg" -> "jpeg_pipe";
      default -> format;
    };
  }

  /** What ffprobe tells about streams and format. */
  public JsonObject probe() {
    return probe;
  }

  /** Names of the codecs by ffprobe's naming, in the order of streams. */
  public List<String> codecs() {
    return probe.getJsonArray("streams").getValuesAs(JsonObject.class).stream()
        .map(stream -> stream.getString("codec_name"))
        .toList();
  }

  /** The picture's size as "1280x480"; empty without video. */
  public String pictureSize() {
    return probe.getJsonArray("streams").getValuesAs(JsonObject.class).stream()
        .filter(stream -> stream.getString("codec_type").equals("video"))
        .map(stream -> stream.getInt("width") + "x" + stream.getInt("height"))
        .findFirst()
        .orElse("");
  }

  /** The duration the container declares, in seconds. */
  public double declaredSeconds() {
    return Double.parseDouble(probe.getJsonObject("format").getString("duration"));
  }

  /** The time that decoded content really covers: the longer of the last frame and the sound. */
  public double decodedSeconds() throws IOException {
    double pictures = hasVideo() ? video().endSeconds() : 0;
    double sound = hasAudio() ? audio().endSeconds() : 0;
    return Math.max(pictures, sound);
  }

  public boolean hasVideo() {
    return !pictureSize().isEmpty();
  }

  public boolean hasAudio() {
    return probe.getJsonArray("streams").getValuesAs(JsonObject.class).stream()
        .anyMatch(stream -> stream.getString("codec_type").equals("audio"));
  }

  /**
   * Decodes all pictures, scaled down.
   *
   * @throws IOException when the decoder reports an error
   */
  public VideoTimeline video() throws IOException {
    if (video == null) {
      video = decodeVideo();
    }
    return video;
  }

  private VideoTimeline decodeVideo() throws IOException {
    String filter = "scale=" + WIDTH + ":" + HEIGHT + ":flags=area,format=rgb24,showinfo";
    ChildProgram.Output output =
        ChildProgram.run(
            List.of(
                "ffmpeg",
                "-hide_banner",
                "-nostats",
                "-xerror",
                "-f",
                demuxer(format),
                "-i",
                file.toString(),
                "-map",
                "0:v:0",
                "-vf",
                filter,
                "-vsync",
                "passthrough",
                "-f",
                "rawvideo",
                "pipe:1"));
    List<Double> times = new ArrayList<>();
    Matcher shown = SHOWN.matcher(output.err());
    while (shown.find()) {
      times.add(Double.parseDouble(shown.group(1)));
    }
    int size = WIDTH * HEIGHT * 3;
    if (times.size() != output.out().length / size) {
      throw new IOException(
          times.size() + " time stamps for " + output.out().length / size + " pictures");
    }
    List<byte[]> pictures = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      pictures.add(Arrays.copyOfRange(output.out(), i * size, (i + 1) * size));
    }
    return new VideoTimeline(times, pictures, WIDTH, HEIGHT);
  }

  /** Decodes all sound to one channel; time before the first sample counts as silence. */
  public AudioTimeline audio() throws IOException {
    if (audio == null) {
      audio = decodeAudio("");
    }
    return audio;
  }

  /** Decodes the sound of one channel, counted from 0, as {@link #audio} does. */
  public AudioTimeline channel(int channel) throws IOException {
    return decodeAudio("pan=mono|c0=c" + channel + ",");
  }

  private AudioTimeline decodeAudio(String filter) throws IOException {
    ChildProgram.Output output =
        ChildProgram.run(
            List.of(
                "ffmpeg",
                "-hide_banner",
                "-nostats",
                "-v",
                "error",
                "-xerror",
                "-f",
                demuxer(format),
                "-i",
                file.toString(),
                "-map",
                "0:a:0",
                "-af",
                filter + "aresample=async=1:first_pts=0",
                "-ac",
                "1",
                "-ar",
                Integer.toString(AudioTimeline.RATE),
                "-f",
                "s16le",
                "pipe:1"));
    ByteBuffer in = ByteBuffer.wrap(output.out()).order(ByteOrder.LITTLE_ENDIAN);
    short[] samples = new short[output.out().length / 2];
    in.asShortBuffer().get(samples);
    return new AudioTimeline(samples);
  }
}

package io.sightline.mixer;

import io.sightline.mixer.av.Container;
import io.sightline.mixer.av.EncoderProfile;
import io.sightline.mixer.av.VideoCodec;
import io.sightline.mixer.scene.Captions;
import io.sightline.mixer.scene.LayoutKind;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The job document.
 *
 * @param remux whether streams are copied, one file a participant, instead of mixed
 * @param directory the recording's, with its track logs
 * @param layout null where what was recorded decides
 * @param workers threads that may encode at a time
 * @param outputDirectory for a remux of every participant; else null
 */
record Job(
    boolean remux,
    Path directory,
    byte[] key,
    byte[] outputKey,
    LayoutKind layout,
    EncoderProfile profile,
    Captions captions,
    int workers,
    List<Output> outputs,
    Path outputDirectory) {
  private static final int MAX_OUTPUTS = 64;
  private static final int MAX_WORKERS = 64;
  private static final int MAX_NAMES = 200;
  private static final int MAX_NAME = 64;
  private static final int MAX_TEXT = 120;

  /**
   * A file to write.
   *
   * @param container null where a remux is to choose by the codecs
   * @param participantId whose streams a remux copies; null in a mix
   * @param video what pictures are encoded with; null where there are none, or still ones
   * @param split whether the agent's side is heard left and the customer's right
   */
  record Output(
      Container container, Path path, String participantId, VideoCodec video, boolean split) {}

  static Job read(InputStream in) throws JobException {
    try (JsonReader reader = Json.createReader(in)) {
      return read(new JobFields(reader.readObject(), ""));
    } catch (JsonException | ClassCastException e) {
      // The parser's message may quote the document, and with it a key.
      throw new JobException(
          JobException.Reason.BAD_JOB,
          "the job document cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private static Job read(JobFields fields) throws JobException {
    boolean remux = fields.oneOf("job", null, List.of("mix", "remux")).equals("remux");
    Path directory = fields.absolute("directory");
    if (!Files.isDirectory(directory)) {
      throw fields.bad("directory", "does not exist");
    }
    String layout = fields.text("layout", null);
    LayoutKind kind = layout == null ? null : LayoutKind.named(layout);
    if (layout != null && kind == null) {
      throw fields.bad("layout", "is one of " + String.join(", ", LayoutKind.names()));
    }
    String profile = fields.oneOf("profile", "SD", List.of("LD", "SD", "HD"));
    Captions captions =
        new Captions(
            fields.texts("names", MAX_NAMES, MAX_NAME), fields.texts("texts", MAX_NAMES, MAX_TEXT));
    List<Output> outputs = new ArrayList<>();
    Set<Path> paths = new HashSet<>();
    for (JobFields output : fields.objects("outputs", MAX_OUTPUTS)) {
      Output read = output(output, remux);
      if (!paths.add(read.path())) {
        throw output.bad("path", "is that of another output");
      }
      outputs.add(read);
    }
    Path outputDirectory = remux ? fields.absoluteOrNull("outputDirectory") : null;
    if (outputs.isEmpty() && outputDirectory == null) {
      throw fields.bad("outputs", "has nothing to write");
    }
    Job job =
        new Job(
            remux,
            directory,
            fields.key("key"),
            fields.key("outputKey"),
            kind,
            EncoderProfile.named(profile),
            captions,
            fields.number("workers", 1, 1, MAX_WORKERS),
            List.copyOf(outputs),
            outputDirectory);
    fields.end();
    return job;
  }

  private static Output output(JobFields fields, boolean remux) throws JobException {
    String format = remux ? fields.text("format", null) : fields.text("format");
    Container container = format == null ? null : Container.named(format);
    if (container == null && format != null) {
      throw fields.bad("format", "is one of " + String.join(", ", Container.names()));
    }
    if (remux) {
      if (container != null && !container.moving()) {
        throw fields.bad("format", "of a copy is webm or mp4");
      }
      Output output =
          new Output(container, fields.absolute("path"), fields.text("participantId"), null, false);
      fields.end();
      return output;
    }
    VideoCodec video = null;
    if (container == Container.WEBM) {
      String named = fields.oneOf("video", "vp8", List.of("vp8", "vp9"));
      video = named.equals("vp9") ? VideoCodec.VP9 : VideoCodec.VP8;
    } else if (container == Container.MP4) {
      video = VideoCodec.H264;
    }
    boolean split = false;
    if (container == Container.MP3 || container == Container.WAV) {
      split =
          fields
              .oneOf("channels", "mix", List.of("mix", "agent-customer"))
              .equals("agent-customer");
    }
    Output output = new Output(container, fields.absolute("path"), null, video, split);
    fields.end();
    return output;
  }

  @Override
  public String toString() {
    return "Job[" + (remux ? "remux" : "mix") + ", directory=" + directory + "]";
  }
}

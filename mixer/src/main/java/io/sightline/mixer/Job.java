package io.sightline.mixer;

import io.sightline.mixer.av.Container;
import io.sightline.mixer.av.EncoderProfile;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The job document.
 *
 * @param remux whether streams are copied, one file a participant, instead of mixed
 * @param directory the recording's, with its track logs
 * @param outputDirectory for a remux of every participant; else null
 */
record Job(
    boolean remux,
    Path directory,
    byte[] key,
    byte[] outputKey,
    EncoderProfile profile,
    List<Output> outputs,
    Path outputDirectory) {

  /**
   * A file to write.
   *
   * @param container null where a remux is to choose by the codecs
   * @param participantId whose streams a remux copies; null in a mix
   */
  record Output(Container container, Path path, String participantId) {}

  static Job read(InputStream in) throws JobException {
    try (JsonReader reader = Json.createReader(in)) {
      JsonObject json = reader.readObject();
      String kind = json.getString("job");
      if (!kind.equals("mix") && !kind.equals("remux")) {
        throw bad("job is mix or remux");
      }
      boolean remux = kind.equals("remux");
      Path directory = absolute(json.getString("directory"));
      if (!Files.isDirectory(directory)) {
        throw bad("directory does not exist");
      }
      if (!json.getString("layout", "side-by-side").equals("side-by-side")) {
        throw bad("layout is side-by-side");
      }
      EncoderProfile profile = EncoderProfile.named(json.getString("profile", "SD"));
      if (profile == null) {
        throw bad("profile is LD, SD or HD");
      }
      String outputDirectory = json.getString("outputDirectory", null);
      List<Output> outputs = outputs(json.getJsonArray("outputs"), remux);
      if (outputs.isEmpty() && (!remux || outputDirectory == null)) {
        throw bad("there is nothing to write");
      }
      return new Job(
          remux,
          directory,
          key(json, "key"),
          key(json, "outputKey"),
          profile,
          outputs,
          outputDirectory == null ? null : absolute(outputDirectory));
    } catch (JsonException | ClassCastException | NullPointerException e) {
      // The parser's message may quote the document, and with it a key.
      throw bad("the job document cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private static List<Output> outputs(JsonArray list, boolean remux) throws JobException {
    List<Output> outputs = new ArrayList<>();
    for (JsonValue value : list == null ? JsonValue.EMPTY_JSON_ARRAY : list) {
      JsonObject output = value.asJsonObject();
      String format = output.getString("format", null);
      Container container = format == null ? null : Container.named(format);
      if (container == null && (format != null || !remux)) {
        throw bad("format is webm or mp4");
      }
      String participantId = remux ? output.getString("participantId") : null;
      outputs.add(new Output(container, absolute(output.getString("path")), participantId));
    }
    return outputs;
  }

  private static Path absolute(String text) throws JobException {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path.normalize();
      }
    } catch (InvalidPathException e) {
      throw new JobException(JobException.Reason.BAD_JOB, "a path is not valid", e);
    }
    throw bad("paths are absolute");
  }

  private static byte[] key(JsonObject json, String name) throws JobException {
    try {
      byte[] key = Base64.getDecoder().decode(json.getString(name));
      if (key.length == 32) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      throw bad(name + " is not in Base64");
    }
    throw bad(name + " must have 32 bytes");
  }

  private static JobException bad(String message) {
    return new JobException(JobException.Reason.BAD_JOB, message);
  }

  @Override
  public String toString() {
    return "Job[" + (remux ? "remux" : "mix") + ", directory=" + directory + "]";
  }
}

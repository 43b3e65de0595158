package io.sightline.mixer;

import io.sightline.testsupport.content.MediaContent;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Mixes a synthetic recording within this process, and opens what came out. */
final class Mixed {
  static final byte[] KEY = TestRecording.key(1);
  static final byte[] OUTPUT_KEY = TestRecording.key(2);

  private final Path directory;
  private final JsonObjectBuilder job;
  private final JsonArrayBuilder outputs = Json.createArrayBuilder();
  private final Map<String, Path> paths = new LinkedHashMap<>();
  private JsonObject result;

  private Mixed(Path directory, String layout) {
    this.directory = directory;
    this.job =
        MixerProcess.job("mix", directory.resolve("recording"), KEY, OUTPUT_KEY)
            .add("profile", "LD");
    if (layout == null) {
      job.addNull("layout");
    } else {
      job.add("layout", layout);
    }
  }

  /**
   * @param directory with a recording below it
   * @param layout null to leave the choice to the mixer
   */
  static Mixed in(Path directory, String layout) {
    return new Mixed(directory, layout);
  }

  static TestRecording recording(Path directory) {
    return new TestRecording(directory.resolve("recording"), KEY);
  }

  Mixed profile(String profile) {
    job.add("profile", profile);
    return this;
  }

  Mixed with(String field, Map<String, String> texts) {
    JsonObjectBuilder object = Json.createObjectBuilder();
    texts.forEach(object::add);
    job.add(field, object);
    return this;
  }

  /** Adds an output, by a name of its own. */
  Mixed output(String name, String format, Map<String, String> more) {
    Path path = directory.resolve(name);
    paths.put(name, path);
    JsonObjectBuilder output =
        Json.createObjectBuilder().add("format", format).add("path", path.toString());
    more.forEach(output::add);
    outputs.add(output);
    return this;
  }

  Mixed run() throws JobException {
    String document = job.add("outputs", outputs).build().toString();
    result =
        Mixer.run(
            new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)),
            new Progress(new PrintStream(OutputStream.nullOutputStream(), false)));
    return this;
  }

  /** Mixes to one WebM file and opens it. */
  MediaContent webm() throws JobException, IOException {
    output("mix.webm", "webm", Map.of());
    run();
    return open("mix.webm", "webm");
  }

  JsonObject result() {
    return result;
  }

  /** What is told of a track. */
  JsonObject track(String participantId, String kind) {
    return result.getJsonArray("tracks").getValuesAs(JsonObject.class).stream()
        .filter(track -> track.getString("participantId").equals(participantId))
        .filter(track -> track.getString("kind").equals(kind))
        .findFirst()
        .orElseThrow();
  }

  MediaContent open(String name, String format) throws IOException {
    return MediaContent.open(MixerProcess.decrypted(paths.get(name), OUTPUT_KEY), format);
  }

  long bytes(String name) throws IOException {
    return Files.size(paths.get(name));
  }
}

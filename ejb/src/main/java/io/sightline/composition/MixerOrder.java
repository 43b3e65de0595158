package io.sightline.composition;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * What the mixer program is told, as one JSON document on its standard input.
 *
 * @param kind {@link CompositionJob#REMUX} or {@link CompositionJob#MIX}
 * @param directory the recording's, with its track logs
 * @param key of the track logs, secret
 * @param outputKey of the files to make, secret
 * @param output directory for the files, which exists
 */
record MixerOrder(String kind, Path directory, byte[] key, byte[] outputKey, Path output) {
  private static final List<String> FORMATS = List.of("webm", "mp4");

  byte[] document() {
    JsonObjectBuilder order =
        Json.createObjectBuilder()
            .add("job", kind)
            .add("directory", directory.toString())
            .add("key", Base64.getEncoder().encodeToString(key))
            .add("outputKey", Base64.getEncoder().encodeToString(outputKey));
    if (kind.equals(CompositionJob.MIX)) {
      JsonArrayBuilder outputs = Json.createArrayBuilder();
      for (String format : FORMATS) {
        outputs.add(
            Json.createObjectBuilder()
                .add("format", format)
                .add("path", output.resolve("mixed." + format).toString()));
      }
      order.add("layout", "side-by-side").add("profile", "SD").add("outputs", outputs);
    } else {
      order.add("outputDirectory", output.toString());
    }
    return order.build().toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "MixerOrder[" + kind + " " + directory + "]";
  }
}

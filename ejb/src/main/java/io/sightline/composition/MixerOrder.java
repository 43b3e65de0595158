package io.sightline.composition;

import io.sightline.recording.RenditionOptions;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/**
 * What the mixer program is told, as one JSON document on its standard input.
 *
 * @param mix what to make; null for a copy of every participant's media
 * @param directory the recording's, with its track logs
 * @param key of the track logs, secret
 * @param outputKey of the files to make, secret
 * @param output directory for the files, which exists
 * @param workers threads that mix, at least 1; a copy has no use for them
 * @param names to draw into the picture, by participant id; empty for none
 * @param texts of the cards, by the mixer's names for them
 */
record MixerOrder(
    MixParameters mix,
    Path directory,
    byte[] key,
    byte[] outputKey,
    Path output,
    int workers,
    Map<String, String> names,
    Map<String, String> texts) {
  private static final int LONGEST_NAME = 64;

  byte[] document() {
    JsonObjectBuilder order =
        Json.createObjectBuilder()
            .add("job", mix == null ? CompositionJob.REMUX : CompositionJob.MIX)
            .add("directory", directory.toString())
            .add("key", Base64.getEncoder().encodeToString(key))
            .add("outputKey", Base64.getEncoder().encodeToString(outputKey));
    if (mix == null) {
      order.add("outputDirectory", output.toString());
    } else {
      describe(order);
    }
    return order.build().toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The line by which the program that stays is told to copy a recording. */
  byte[] followed(UUID recording) {
    String line =
        Json.createObjectBuilder()
            .add("do", "follow")
            .add("recording", recording.toString())
            .add("directory", directory.toString())
            .add("key", Base64.getEncoder().encodeToString(key))
            .add("outputKey", Base64.getEncoder().encodeToString(outputKey))
            .add("outputDirectory", output.toString())
            .build()
            .toString();
    return (line + '\n').getBytes(StandardCharsets.UTF_8);
  }

  private void describe(JsonObjectBuilder order) {
    order.add("workers", workers);
    RenditionOptions picture = mix.picture();
    if (picture.layout() != null) {
      order.add("layout", picture.layout());
    }
    if (picture.profile() != null) {
      order.add("profile", picture.profile());
    }
    if (picture.names() && !names.isEmpty()) {
      JsonObjectBuilder drawn = Json.createObjectBuilder();
      names.forEach((id, name) -> drawn.add(id, plain(name)));
      order.add("names", drawn);
    }
    JsonObjectBuilder cards = Json.createObjectBuilder();
    texts.forEach(cards::add);
    order.add("texts", cards);
    JsonArrayBuilder outputs = Json.createArrayBuilder();
    for (RenditionOptions one : mix.outputs()) {
      JsonObjectBuilder file =
          Json.createObjectBuilder()
              .add("format", one.format())
              .add("path", output.resolve("mixed." + one.format()).toString());
      if (one.video() != null) {
        file.add("video", one.video());
      }
      if (one.channels() != null) {
        file.add("channels", one.channels());
      }
      outputs.add(file);
    }
    order.add("outputs", outputs);
  }

  /** At most so many characters and none that controls. */
  private static String plain(String name) {
    String clean = name.replaceAll("\\p{Cntrl}", " ").strip();
    int length = clean.codePointCount(0, clean.length());
    return length <= LONGEST_NAME
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, LONGEST_NAME));
  }

  @Override
  public String toString() {
    return "MixerOrder[" + (mix == null ? CompositionJob.REMUX : mix) + " " + directory + "]";
  }
}

package io.sightline.composition;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What the mixer program reported at its end; nothing of it is believed before it is checked.
 *
 * @param gaps how many missing stretches its tracks have
 * @param gapList the same as a JSON array of {track, fromNs, toNs, cause}; null when none
 */
record MixerResult(List<MadeFile> files, long durationMs, int gaps, String gapList) {
  private static final int MAX_FILES = 64;

  /**
   * A file as reported.
   *
   * @param offsetMs from the recording's first media to the first of this file
   * @param participantId null for a mixed one
   */
  record MadeFile(
      Path path,
      String format,
      String mime,
      long bytes,
      String sha256,
      long durationMs,
      long offsetMs,
      UUID participantId,
      String role) {}

  MixerResult {
    files = List.copyOf(files);
  }

  /**
   * Reads the object of the {@code result} line.
   *
   * @throws MixerFailure when something is missing or of another kind
   */
  static MixerResult of(JsonObject result) throws MixerFailure {
    try {
      JsonArray array = result.getJsonArray("files");
      if (array == null || array.size() > MAX_FILES) {
        throw MixerFailure.lied("no list of files");
      }
      List<MadeFile> files = new ArrayList<>();
      for (JsonValue value : array) {
        files.add(file(value.asJsonObject()));
      }
      JsonArray gaps = gaps(result);
      return new MixerResult(
          files,
          number(result, "durationMs"),
          gaps.size(),
          gaps.isEmpty() ? null : gaps.toString());
    } catch (JsonException
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException e) {
      throw MixerFailure.lied("a malformed result");
    }
  }

  private static MadeFile file(JsonObject file) throws MixerFailure {
    String participant = file.getString("participantId", null);
    try {
      return new MadeFile(
          Path.of(file.getString("path")),
          file.getString("format"),
          file.getString("mime"),
          number(file, "bytes"),
          file.getString("sha256"),
          number(file, "durationMs"),
          file.containsKey("offsetMs") ? number(file, "offsetMs") : 0,
          participant == null ? null : UUID.fromString(participant),
          file.getString("role", null));
    } catch (InvalidPathException e) {
      throw MixerFailure.lied("a malformed path");
    }
  }

  private static long number(JsonObject object, String name) {
    JsonNumber number = object.getJsonNumber(name);
    return number.longValue();
  }

  private static JsonArray gaps(JsonObject result) {
    var all = Json.createArrayBuilder();
    JsonArray tracks = result.getJsonArray("tracks");
    if (tracks == null) {
      return all.build();
    }
    for (JsonValue track : tracks) {
      JsonValue gaps = track.asJsonObject().get("gaps");
      if (gaps instanceof JsonArray list) {
        for (JsonValue gap : list) {
          all.add(labelled(track.asJsonObject(), gap));
        }
      }
    }
    return all.build();
  }

  private static JsonObject labelled(JsonObject track, JsonValue gap) {
    var builder = Json.createObjectBuilder(gap.asJsonObject());
    for (String name : List.of("participantId", "kind")) {
      if (track.get(name) instanceof JsonString text) {
        builder.add(name, text);
      }
    }
    return builder.build();
  }
}

package io.sightline.composition;

import io.sightline.composition.MixerResult.Gap;
import io.sightline.recording.Recording;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a composition has learned of a recording's content, as the JSON that is kept: numbers and
 * short words only, whatever the mixer program said.
 */
final class ContentReport {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:/-]{1,100}");
  private static final int MAX_LISTED = 1_000;
  private static final int MAX_DEPTH = 4;

  private ContentReport() {}

  /**
   * The facts.
   *
   * @param verified when the files were read back and found as reported
   */
  static String of(
      Recording recording,
      CaptureManifest manifest,
      MixerResult result,
      GapList gaps,
      Instant verified) {
    JsonObjectBuilder report =
        Json.createObjectBuilder()
            .add("capturedMs", recording.durationMs())
            .add("mediaMs", result.durationMs())
            .add("pausedMs", union(gaps.pauses()))
            .add("missingMs", union(gaps.stretches()))
            .add("sealed", manifest.present())
            .add("verifiedAt", verified.toString())
            .add("pauses", spans(gaps.pauses()))
            .add("events", events(manifest, result))
            .add("tracks", tracks(manifest, result))
            .add("files", plain(result.document().get("files"), 0));
    if (result.document().get("truth") instanceof JsonObject facts) {
      report.add("mixer", plain(facts, 0));
    }
    return report.build().toString();
  }

  private static JsonArray tracks(CaptureManifest manifest, MixerResult result) {
    JsonArrayBuilder tracks = Json.createArrayBuilder();
    for (JsonValue value : result.document().getJsonArray("tracks")) {
      JsonObjectBuilder track = Json.createObjectBuilder();
      JsonObject said = value.asJsonObject();
      copy(said, track, 0);
      String role = manifest.roles().get(said.getString("participantId", ""));
      if (role != null) {
        track.add("role", role);
      }
      tracks.add(track);
    }
    return tracks.build();
  }

  private static JsonArray events(CaptureManifest manifest, MixerResult result) {
    JsonArrayBuilder events = Json.createArrayBuilder();
    manifest.notes().stream()
        .filter(note -> WORD.matcher(note.type()).matches())
        .limit(MAX_LISTED)
        .forEach(
            note -> {
              JsonObjectBuilder event =
                  Json.createObjectBuilder()
                      .add("type", note.type())
                      .add("at", Math.max(0, note.atMs() - result.startMs()) / 1000.0);
              if (WORD.matcher(note.participantId()).matches()) {
                event.add("participantId", note.participantId());
              }
              if (WORD.matcher(note.source()).matches()) {
                event.add("source", note.source());
              }
              events.add(event);
            });
    return events.build();
  }

  private static JsonArray spans(List<Gap> gaps) {
    JsonArrayBuilder spans = Json.createArrayBuilder();
    gaps.stream()
        .limit(MAX_LISTED)
        .forEach(
            gap ->
                spans.add(
                    Json.createObjectBuilder()
                        .add("from", gap.fromMs() / 1000.0)
                        .add("to", gap.toMs() / 1000.0)));
    return spans.build();
  }

  /** How long at least one of the stretches lasts, in ms. */
  private static long union(List<Gap> gaps) {
    List<Gap> sorted = new ArrayList<>(gaps);
    sorted.sort(Comparator.comparingLong(Gap::fromMs));
    long sum = 0;
    long covered = 0;
    for (Gap gap : sorted) {
      long from = Math.max(covered, gap.fromMs());
      if (gap.toMs() > from) {
        sum += gap.toMs() - from;
        covered = gap.toMs();
      }
    }
    return sum;
  }

  private static void copy(JsonObject from, JsonObjectBuilder to, int depth) {
    from.forEach(
        (name, value) -> {
          JsonValue plain = plain(value, depth + 1);
          if (!name.equals("path") && !name.equals("file") && WORD.matcher(name).matches()) {
            to.add(name, plain);
          }
        });
  }

  private static JsonValue plain(JsonValue value, int depth) {
    if (depth > MAX_DEPTH || value == null) {
      return JsonValue.NULL;
    } else if (value instanceof JsonObject object) {
      JsonObjectBuilder copy = Json.createObjectBuilder();
      copy(object, copy, depth);
      return copy.build();
    } else if (value instanceof JsonArray array) {
      JsonArrayBuilder copy = Json.createArrayBuilder();
      array.stream().limit(MAX_LISTED).forEach(one -> copy.add(plain(one, depth + 1)));
      return copy.build();
    } else if (value instanceof JsonString text) {
      return WORD.matcher(text.getString()).matches() ? text : JsonValue.NULL;
    }
    return value instanceof JsonNumber
            || value.getValueType() == JsonValue.ValueType.TRUE
            || value.getValueType() == JsonValue.ValueType.FALSE
        ? value
        : JsonValue.NULL;
  }
}

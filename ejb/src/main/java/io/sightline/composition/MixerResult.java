package io.sightline.composition;

import io.sightline.recording.CopyNotes;
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
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What the mixer program reported at its end; nothing of it is believed before it is checked.
 *
 * @param startMs where the timeline's zero lies, from the recording's start
 * @param document all that it said
 */
record MixerResult(
    List<MadeFile> files, long startMs, long durationMs, List<Track> tracks, JsonObject document) {
  private static final int MAX_FILES = 64;
  private static final int MAX_TRACKS = 1_000;
  private static final int MAX_TURNS = 1_000;
  private static final Set<String> KINDS = Set.of("audio", "video");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  /** A stretch in which something is missing, in ms. */
  record Gap(long fromMs, long toMs, String cause) {
    /** The same on a clock that starts so much later; what lies before its start is cut off. */
    Gap before(long laterMs) {
      long from = Math.max(0, fromMs - laterMs);
      return new Gap(from, Math.max(from, toMs - laterMs), cause);
    }
  }

  /**
   * What became of a track log.
   *
   * @param kind "audio" or "video"
   * @param damagedChunks parts of the log that were not authentic
   * @param gaps on the timeline
   */
  record Track(String file, String participantId, String kind, long damagedChunks, List<Gap> gaps) {
    Track {
      gaps = List.copyOf(gaps);
    }
  }

  /**
   * A file as reported.
   *
   * @param sha256 null until the program has read the file back
   * @param offsetMs from the recording's first media to the first of this file
   * @param participantId null for a mixed one
   * @param notes of a copy
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
      String role,
      CopyNotes notes) {}

  MixerResult {
    files = List.copyOf(files);
    tracks = List.copyOf(tracks);
  }

  /**
   * Reads the object of the {@code result} line.
   *
   * @throws MixerFailure when something is missing or of another kind
   */
  static MixerResult of(JsonObject result) throws MixerFailure {
    try {
      List<MadeFile> files = files(result);
      if (files.stream().anyMatch(file -> file.sha256() == null)) {
        throw MixerFailure.lied("a file that was not read back");
      }
      return new MixerResult(
          files,
          number(result, "startNs") / 1_000_000,
          number(result, "durationMs"),
          tracks(result.getJsonArray("tracks")),
          result);
    } catch (JsonException
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException e) {
      throw MixerFailure.lied("a malformed result");
    }
  }

  /**
   * Reads the object of a {@code published} line: files that were written and not read back.
   *
   * @throws MixerFailure when something is missing or of another kind
   */
  static List<MadeFile> published(JsonObject published) throws MixerFailure {
    try {
      return files(published);
    } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
      throw MixerFailure.lied("a malformed list of files");
    }
  }

  private static List<MadeFile> files(JsonObject object) throws MixerFailure {
    JsonArray array = object.getJsonArray("files");
    if (array == null || array.size() > MAX_FILES) {
      throw MixerFailure.lied("no list of files");
    }
    List<MadeFile> files = new ArrayList<>();
    for (JsonValue value : array) {
      files.add(file(value.asJsonObject()));
    }
    return files;
  }

  private static CopyNotes notes(JsonObject file) throws MixerFailure {
    JsonArray turns = file.getJsonArray("turns");
    JsonArray leftOut = file.getJsonArray("leftOut");
    if ((turns != null && turns.size() > MAX_TURNS)
        || (leftOut != null && !KINDS.containsAll(leftOut.getValuesAs(JsonString::getString)))) {
      throw MixerFailure.lied("malformed notes");
    }
    List<CopyNotes.Turn> listed = new ArrayList<>();
    for (JsonValue value : turns == null ? JsonValue.EMPTY_JSON_ARRAY : turns) {
      JsonObject turn = value.asJsonObject();
      listed.add(
          new CopyNotes.Turn(Math.max(0, number(turn, "atMs")), turn.getInt("quarters") & 3));
    }
    return new CopyNotes(
        listed,
        leftOut == null
            ? List.of()
            : leftOut.getValuesAs(JsonString::getString).stream().distinct().toList());
  }

  private static MadeFile file(JsonObject file) throws MixerFailure {
    String participant = file.getString("participantId", null);
    try {
      return new MadeFile(
          Path.of(file.getString("path")),
          file.getString("format"),
          file.getString("mime"),
          number(file, "bytes"),
          file.getString("sha256", null),
          number(file, "durationMs"),
          file.containsKey("offsetMs") ? number(file, "offsetMs") : 0,
          participant == null ? null : UUID.fromString(participant),
          file.getString("role", null),
          notes(file));
    } catch (InvalidPathException e) {
      throw MixerFailure.lied("a malformed path");
    }
  }

  private static long number(JsonObject object, String name) {
    JsonNumber number = object.getJsonNumber(name);
    return number.longValue();
  }

  private static List<Track> tracks(JsonArray array) throws MixerFailure {
    if (array == null || array.size() > MAX_TRACKS) {
      throw MixerFailure.lied("no list of tracks");
    }
    List<Track> tracks = new ArrayList<>();
    for (JsonValue value : array) {
      JsonObject track = value.asJsonObject();
      List<Gap> gaps = new ArrayList<>();
      for (JsonValue listed : track.getJsonArray("gaps")) {
        JsonObject gap = listed.asJsonObject();
        long from = Math.max(0, number(gap, "fromMs"));
        gaps.add(new Gap(from, Math.max(from, number(gap, "toMs")), word(gap, "cause")));
      }
      tracks.add(
          new Track(
              word(track, "file"),
              word(track, "participantId"),
              word(track, "kind"),
              number(track, "damagedChunks"),
              gaps));
    }
    return tracks;
  }

  private static String word(JsonObject object, String name) throws MixerFailure {
    String text = object.getString(name);
    if (!WORD.matcher(text).matches()) {
      throw MixerFailure.lied("a malformed word");
    }
    return text;
  }
}

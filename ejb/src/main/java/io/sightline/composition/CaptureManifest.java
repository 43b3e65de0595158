package io.sightline.composition;

import io.sightline.composition.MixerResult.Gap;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the recorder wrote beside its track logs. Missing after a crash; then nothing is known.
 *
 * @param present whether there is one that can be read
 * @param roles by participant id
 * @param gaps by the name of the track log, in ms since the recording's start
 * @param pauses on the same clock
 * @param notes who joined, left, muted, held, shared
 */
record CaptureManifest(
    boolean present,
    Map<String, String> roles,
    Map<String, List<Gap>> gaps,
    List<Gap> pauses,
    List<Note> notes) {
  private static final System.Logger LOG = System.getLogger(CaptureManifest.class.getName());
  private static final long LARGEST = 8L << 20;
  private static final long NS_PER_MS = 1_000_000;

  /**
   * Something that happened.
   *
   * @param atMs since the recording's start
   * @param participantId empty where it concerns all
   * @param source empty where it concerns all
   */
  record Note(String type, long atMs, String participantId, String source) {}

  CaptureManifest {
    roles = Map.copyOf(roles);
    gaps = Map.copyOf(gaps);
    pauses = List.copyOf(pauses);
    notes = List.copyOf(notes);
  }

  /** Whether it was written after the capture had been cut off. */
  boolean recovered() {
    return notes.stream().anyMatch(note -> note.type().equals("recovered"));
  }

  static CaptureManifest read(Path directory) {
    Path file = directory.resolve("manifest.json");
    try {
      if (Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
        try (InputStream in = Files.newInputStream(file);
            JsonReader reader = Json.createReader(in)) {
          return of(reader.readObject());
        }
      }
    } catch (IOException
        | JsonException
        | ClassCastException
        | NullPointerException
        | IllegalStateException e) {
      LOG.log(System.Logger.Level.WARNING, "the manifest in " + directory + " is unreadable", e);
    }
    return new CaptureManifest(false, Map.of(), Map.of(), List.of(), List.of());
  }

  private static CaptureManifest of(JsonObject manifest) {
    Map<String, String> roles = new HashMap<>();
    Map<Integer, String> files = new HashMap<>();
    for (JsonObject track : objects(manifest, "tracks")) {
      String participant = track.getString("participantId", "");
      String role = track.getString("role", "");
      if (!participant.isEmpty() && !role.isEmpty()) {
        roles.put(participant, role);
      }
      files.put(track.getInt("number", -1), track.getString("file", ""));
    }
    Map<String, List<Gap>> gaps = new HashMap<>();
    for (JsonObject gap : objects(manifest, "gaps")) {
      gaps.computeIfAbsent(files.getOrDefault(gap.getInt("track"), ""), file -> new ArrayList<>())
          .add(new Gap(ms(gap, "fromNs"), ms(gap, "toNs"), gap.getString("cause")));
    }
    return new CaptureManifest(true, roles, gaps, pauses(manifest), notes(manifest));
  }

  private static List<Note> notes(JsonObject manifest) {
    return objects(manifest, "events").stream()
        .filter(event -> event.containsKey("ns") && !event.getString("type", "gap").equals("gap"))
        .map(
            event ->
                new Note(
                    event.getString("type"),
                    ms(event, "ns"),
                    event.getString("participantId", ""),
                    event.getString("source", "")))
        .toList();
  }

  private static List<Gap> pauses(JsonObject manifest) {
    List<Gap> pauses = new ArrayList<>();
    long from = -1;
    for (JsonObject event : objects(manifest, "events")) {
      String type = event.getString("type", "");
      if (type.equals("pause") && from < 0) {
        from = ms(event, "ns");
      } else if (type.equals("resume") && from >= 0) {
        pauses.add(new Gap(from, ms(event, "ns"), GapList.PAUSE));
        from = -1;
      }
    }
    if (from >= 0) {
      long length =
          manifest.getJsonNumber("endedEpochMillis").longValue()
              - manifest.getJsonNumber("startedEpochMillis").longValue();
      pauses.add(new Gap(from, Math.max(from, length), GapList.PAUSE));
    }
    return pauses;
  }

  private static List<JsonObject> objects(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonArray array
        ? array.getValuesAs(JsonObject.class)
        : List.of();
  }

  private static long ms(JsonObject object, String name) {
    return object.getJsonNumber(name).longValue() / NS_PER_MS;
  }
}

package io.sightline.composition;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What the recorder wrote beside its track logs. Missing after a crash; then nothing is known.
 *
 * @param roles by participant id
 * @param gaps a JSON array; empty when there are none
 */
record CaptureManifest(Map<String, String> roles, JsonArray gaps) {
  private static final System.Logger LOG = System.getLogger(CaptureManifest.class.getName());
  private static final long LARGEST = 8L << 20;

  CaptureManifest {
    roles = Map.copyOf(roles);
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
    } catch (IOException | JsonException | ClassCastException | IllegalStateException e) {
      LOG.log(System.Logger.Level.WARNING, "the manifest in " + directory + " is unreadable", e);
    }
    return new CaptureManifest(Map.of(), JsonValue.EMPTY_JSON_ARRAY);
  }

  private static CaptureManifest of(JsonObject manifest) {
    Map<String, String> roles = new HashMap<>();
    if (manifest.get("tracks") instanceof JsonArray tracks) {
      for (JsonValue track : tracks) {
        JsonObject object = track.asJsonObject();
        String participant = object.getString("participantId", "");
        String role = object.getString("role", "");
        if (!participant.isEmpty() && !role.isEmpty()) {
          roles.put(participant, role);
        }
      }
    }
    return new CaptureManifest(
        roles, manifest.get("gaps") instanceof JsonArray gaps ? gaps : JsonValue.EMPTY_JSON_ARRAY);
  }
}

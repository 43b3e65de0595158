package io.sightline.mixer.track;

import io.sightline.media.raw.TrackLogReader;
import io.sightline.media.raw.TrackLogType;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads a recording's annotations: out of the event log, which survives a crash, else out of the
 * manifest. A recording without either has none.
 */
final class AnnotationLog {
  private static final String MANIFEST = "manifest.json";
  private static final long MAX_MANIFEST_BYTES = 64L << 20;
  private static final int MAX_ANNOTATIONS = 100_000;
  private static final Logger LOGGER = Logger.getLogger(AnnotationLog.class.getName());

  private AnnotationLog() {}

  /** In order of time. */
  static List<Annotation> read(Path directory, byte[] key) {
    List<Annotation> annotations = new ArrayList<>();
    Path manifest = directory.resolve(MANIFEST);
    try {
      List<Path> logs = LogFiles.events(directory);
      for (Path log : logs) {
        readLog(log, key, annotations);
      }
      if (logs.isEmpty() && Files.exists(manifest) && Files.size(manifest) <= MAX_MANIFEST_BYTES) {
        readManifest(manifest, annotations);
      }
    } catch (IOException | JsonException | ClassCastException e) {
      LOGGER.log(Level.WARNING, e, () -> "some annotations of the recording cannot be read");
    }
    annotations.sort(Comparator.comparingLong(Annotation::ns));
    return annotations;
  }

  private static void readLog(Path log, byte[] key, List<Annotation> annotations)
      throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(log))) {
      TrackLogReader reader = new TrackLogReader(in, key);
      while (reader.next() && annotations.size() < MAX_ANNOTATIONS) {
        if (reader.type() == TrackLogType.EVENT) {
          try (JsonReader json = Json.createReader(new StringReader(reader.json()))) {
            add(annotations, reader.arrivalNs(), json.readObject());
          }
        }
      }
    }
  }

  private static void readManifest(Path manifest, List<Annotation> annotations) throws IOException {
    try (Reader in = Files.newBufferedReader(manifest);
        JsonReader json = Json.createReader(in)) {
      JsonValue events = json.readObject().get("events");
      if (events == null || events.getValueType() != JsonValue.ValueType.ARRAY) {
        return;
      }
      for (JsonValue value : events.asJsonArray()) {
        if (value instanceof JsonObject event
            && event.containsKey("ns")
            && annotations.size() < MAX_ANNOTATIONS) {
          add(annotations, event.getJsonNumber("ns").longValue(), event);
        }
      }
    }
  }

  private static void add(List<Annotation> annotations, long ns, JsonObject event) {
    String type = text(event, "type");
    String source = text(event, "source");
    if (type != null) {
      annotations.add(
          new Annotation(
              ns,
              type,
              text(event, "participantId"),
              source == null ? null : source.toLowerCase(Locale.ROOT)));
    }
  }

  private static String text(JsonObject event, String name) {
    return event.get(name) instanceof JsonString text ? text.getString() : null;
  }
}

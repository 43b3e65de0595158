package io.sightline.web.rest;

import io.sightline.composition.DeadLetters;
import io.sightline.recording.CopyNotes;
import io.sightline.recording.RecordingView;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Recordings in the API's JSON. */
final class RecordingBody {
  /** Genesys' dates: UTC with milliseconds. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final int QUARTER = 90;

  private RecordingBody() {}

  static String date(Instant instant) {
    return DATE.format(instant);
  }

  static JsonObject of(RecordingView view) {
    String url = "/api/recordings/play/" + view.id();
    JsonObjectBuilder body =
        Json.createObjectBuilder()
            .add("id", view.id().toString())
            .add("callId", view.callId().toString())
            .add("type", view.type())
            .add("state", view.state())
            .add("start", date(view.start()))
            .add("duration", view.durationMs() / 1000.0)
            .add("media", view.media())
            .add("progress", view.progress())
            .add("gapCount", view.gapCount())
            .add("renditions", renditions(view, url))
            .add("selfUri", "/api/recordings/" + view.id());
    if (view.end() != null) {
      body.add("end", date(view.end()));
    }
    if (view.mime() != null) {
      body.add("mime", view.mime()).add("url", url);
    }
    if (view.reason() != null) {
      body.add("reason", view.reason());
    }
    if (view.gaps() == null) {
      body.add("gaps", Json.createArrayBuilder());
    } else {
      try (JsonReader reader = Json.createReader(new StringReader(view.gaps()))) {
        body.add("gaps", reader.readArray());
      }
    }
    return body.build();
  }

  private static JsonArrayBuilder renditions(RecordingView view, String url) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (RecordingView.File file : view.renditions()) {
      JsonObjectBuilder one =
          Json.createObjectBuilder()
              .add("id", file.id().toString())
              .add("kind", file.kind())
              .add("mime", file.mime())
              .add("format", file.format())
              .add("url", url + "?rendition=" + file.id())
              .add("size", file.size())
              .add("duration", file.durationMs() / 1000.0)
              .add("offset", file.offsetMs() / 1000.0)
              .add("state", file.checked() ? "finished" : "playable");
      notes(one, file.notes());
      if (file.participantId() != null) {
        one.add("participantId", file.participantId().toString());
      }
      if (file.role() != null) {
        one.add("role", file.role());
      }
      array.add(one);
    }
    return array;
  }

  /** What is to be known of a copy: how it is to be turned, and what it has no room for. */
  static void notes(JsonObjectBuilder body, CopyNotes notes) {
    if (!notes.turns().isEmpty()) {
      JsonArrayBuilder turns = Json.createArrayBuilder();
      for (CopyNotes.Turn turn : notes.turns()) {
        turns.add(
            Json.createObjectBuilder()
                .add("from", turn.atMs() / 1000.0)
                .add("degrees", turn.quarters() * QUARTER));
      }
      body.add("rotation", turns);
    }
    if (!notes.leftOut().isEmpty()) {
      body.add("leftOut", Json.createArrayBuilder(notes.leftOut()));
    }
  }

  static JsonObject of(DeadLetters.Letter letter) {
    JsonObjectBuilder body =
        Json.createObjectBuilder()
            .add("id", letter.id().toString())
            .add("recordingId", letter.recordingId().toString())
            .add("callId", letter.callId().toString())
            .add("kind", letter.kind())
            .add("attempts", letter.attempts())
            .add("since", date(letter.since()));
    if (letter.reason() != null) {
      body.add("reason", letter.reason());
    }
    return body.build();
  }
}

package io.sightline.web.rest;

import io.sightline.composition.RenditionView;
import io.sightline.composition.SizeEstimate;
import io.sightline.recording.RenditionOptions;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** Renditions in the API's JSON. */
final class RenditionBody {
  private static final double PERCENT = 100;

  private RenditionBody() {}

  static JsonObject of(RenditionView view) {
    JsonObjectBuilder body =
        Json.createObjectBuilder()
            .add("id", view.id().toString())
            .add("recordingId", view.recordingId().toString())
            .add("kind", view.kind())
            .add("format", view.format())
            .add("state", view.state())
            .add("progress", Math.floor(view.progress() * PERCENT))
            .add("ordered", view.requestedBy() != null)
            .add("created", RecordingBody.date(view.createdAt()))
            .add("selfUri", "/api/recordings/" + view.recordingId() + "/renditions/" + view.id());
    if (view.remainingSeconds() == null) {
      body.addNull("remainingSeconds");
    } else {
      body.add("remainingSeconds", view.remainingSeconds());
    }
    if (view.options() != null) {
      options(body, view.options());
    }
    text(body, "participantId", view.participantId());
    text(body, "role", view.role());
    if (view.made()) {
      body.add("mime", view.mime())
          .add("size", view.size())
          .add("duration", view.durationMs() / 1000.0)
          .add("offset", view.offsetMs() / 1000.0)
          .add("url", "/api/recordings/play/" + view.recordingId() + "?rendition=" + view.id());
      RecordingBody.notes(body, view.notes());
    } else {
      text(body, "reason", view.reason());
      body.add("attempts", view.attempts());
      if (view.nextAttempt() != null) {
        body.add("nextAttempt", RecordingBody.date(view.nextAttempt()));
      }
    }
    return body.build();
  }

  static void options(JsonObjectBuilder body, RenditionOptions options) {
    text(body, "layout", options.layout());
    text(body, "profile", options.profile());
    text(body, "channels", options.channels());
    text(body, "video", options.video());
    if (!RenditionOptions.isSound(options.format())) {
      body.add("names", options.names());
    }
  }

  private static void text(JsonObjectBuilder body, String name, Object value) {
    if (value != null) {
      body.add(name, value.toString());
    }
  }

  static JsonObject of(SizeEstimate estimate) {
    JsonObjectBuilder body = Json.createObjectBuilder().add("format", estimate.options().format());
    options(body, estimate.options());
    return body.add("duration", estimate.durationMs() / 1000.0)
        .add("bytes", estimate.bytes())
        .add("bytesPerHour", estimate.bytesPerHour())
        .add("measured", estimate.measured())
        .build();
  }
}

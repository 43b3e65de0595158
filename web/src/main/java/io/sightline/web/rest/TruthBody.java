package io.sightline.web.rest;

import io.sightline.consent.Evidence;
import io.sightline.report.TruthReport;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;

/** Truth reports in the API's JSON. */
final class TruthBody {
  private TruthBody() {}

  static JsonObject of(TruthReport truth) {
    JsonArrayBuilder reasons = Json.createArrayBuilder();
    for (TruthReport.Reason reason : truth.reasons()) {
      reasons.add(
          Json.createObjectBuilder()
              .add("code", reason.code())
              .add("words", reason.words())
              .add("value", reason.value()));
    }
    JsonArrayBuilder consents = Json.createArrayBuilder();
    truth.consents().forEach(evidence -> consents.add(consent(evidence)));
    JsonObject recording = RecordingBody.of(truth.recording());
    JsonObjectBuilder body =
        Json.createObjectBuilder()
            .add("recordingId", truth.recording().id().toString())
            .add("callId", truth.recording().callId().toString())
            .add("state", truth.recording().state())
            .add("verdict", truth.verdict())
            .add("reasons", reasons)
            .add("talkMs", truth.talkMs())
            .add("gaps", recording.getJsonArray("gaps"))
            .add("consents", consents)
            .add("selfUri", "/api/recordings/" + truth.recording().id() + "/truth");
    if (truth.facts() != null) {
      try (JsonReader reader = Json.createReader(new StringReader(truth.facts()))) {
        reader.readObject().forEach(body::add);
      }
    }
    return body.build();
  }

  private static JsonObjectBuilder consent(Evidence evidence) {
    return Json.createObjectBuilder()
        .add("participantId", evidence.participantId().toString())
        .add("agreed", evidence.agreed())
        .add("language", evidence.language())
        .add("version", evidence.version())
        .add("textSha256", evidence.textSha256())
        .add("at", RecordingBody.date(evidence.decidedAt()));
  }
}

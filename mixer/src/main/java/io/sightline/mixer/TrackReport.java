package io.sightline.mixer;

import io.sightline.mixer.track.RecordingTracks;
import io.sightline.mixer.track.TrackReader;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;

/** What became of a track's packets, for the result. */
final class TrackReport {
  private TrackReport() {}

  static JsonObjectBuilder of(RecordingTracks.Track track, TrackReader reader) {
    JsonArrayBuilder gaps = Json.createArrayBuilder();
    for (TrackReader.Gap gap : reader.gaps()) {
      gaps.add(
          Json.createObjectBuilder()
              .add("fromMs", gap.fromNs() / 1_000_000)
              .add("toMs", gap.toNs() / 1_000_000)
              .add("cause", gap.cause()));
    }
    return Json.createObjectBuilder()
        .add("participantId", track.description().participantId())
        .add("kind", track.description().video() ? "video" : "audio")
        .add("source", track.description().source())
        .add("codec", track.codec())
        .add("file", track.file().getFileName().toString())
        .add("received", reader.received())
        .add("lost", reader.lost())
        .add("recovered", reader.recovered())
        .add("duplicates", reader.duplicates())
        .add("discarded", reader.discarded())
        .add("frozenMs", reader.frozenNs() / 1_000_000)
        .add("clockDriftPpm", Math.round(reader.driftPpm() * 10) / 10.0)
        .add("gaps", gaps)
        .add("droppedFrames", reader.droppedFrames())
        .add("damagedChunks", track.damagedChunks())
        .add("finished", track.finished());
  }
}

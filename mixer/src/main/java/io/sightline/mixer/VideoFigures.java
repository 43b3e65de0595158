package io.sightline.mixer;

import io.sightline.mixer.track.RecordingTracks;
import io.sightline.mixer.track.Span;
import io.sightline.mixer.track.TrackReader;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/** What became of a video track over all segments. Not thread-safe. */
final class VideoFigures {
  final RecordingTracks.Track track;
  final Spread errors = new Spread();
  private final List<Span> refused = new ArrayList<>();
  private TrackReader reader;
  private long decoded;
  private long undecodable;

  VideoFigures(RecordingTracks.Track track) {
    this.track = track;
  }

  /** Adds what a segment found. */
  void add(VideoTrack part) {
    errors.add(part.errors);
    decoded += part.decoded();
    undecodable += part.undecodable();
    refused.addAll(part.refused);
  }

  /** Takes the counters of a reader that has read the whole track. */
  void read(TrackReader whole) {
    reader = whole;
  }

  /** The report so far; to be told once all parts are added. */
  JsonObjectBuilder report() {
    refused.forEach(span -> reader.refused(span.fromNs(), span.toNs()));
    return TrackReport.of(track, reader).add("decoded", decoded).add("undecodable", undecodable);
  }
}

package io.sightline.mixer;

import io.sightline.mixer.track.RecordingTracks;
import io.sightline.mixer.track.TrackReader;

/** What became of a video track over all segments. Not thread-safe. */
final class VideoFigures {
  final RecordingTracks.Track track;
  final Spread errors = new Spread();
  private TrackReader reader;
  private long decoded;
  private long undecodable;

  VideoFigures(RecordingTracks.Track track) {
    this.track = track;
  }

  /** Adds what a segment found; the counters of the whole track are there before. */
  void add(VideoTrack part) {
    errors.add(part.errors);
    decoded += part.decoded();
    undecodable += part.undecodable();
    part.refused.forEach(span -> reader.refused(span.fromNs(), span.toNs()));
  }

  /** Takes the counters of a reader that has read the whole track. */
  void read(TrackReader whole) {
    reader = whole;
  }

  TrackReader reader() {
    return reader;
  }

  long decoded() {
    return decoded;
  }

  /** Frames that were whole and yet could not be decoded. */
  long undecodable() {
    return undecodable;
  }
}

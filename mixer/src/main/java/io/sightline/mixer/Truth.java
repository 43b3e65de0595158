package io.sightline.mixer;

import io.sightline.mixer.track.Activity;
import io.sightline.mixer.track.RecordingTracks;
import io.sightline.mixer.track.Span;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;

/** How much of a recording's time there is media for. Facts only; whoever reads them judges. */
final class Truth {
  /** What is missing for shorter than this is no lack of media: silence is sent seldom. */
  private static final long JOINED_NS = 1_000_000_000L;

  private Truth() {}

  /**
   * Returns {@code callMs}, from the first to the last media; {@code pausedMs} of it; {@code
   * mediaMs} in which something of anybody came, to a tenth of a second; and {@code pauses}, how
   * many.
   */
  static JsonObject of(RecordingTracks tracks) {
    long durationNs = tracks.timeline().durationNs();
    Span all = new Span(0, durationNs);
    List<Span> pauses = Span.common(tracks.pauses(), List.of(all));
    long pausedNs = pauses.stream().mapToLong(Span::lengthNs).sum();
    List<Span> media =
        Activity.union(tracks.tracks().stream().map(RecordingTracks.Track::activity).toList())
            .spans(JOINED_NS, List.of());
    long mediaNs = media.stream().mapToLong(Span::lengthNs).sum();
    return Json.createObjectBuilder()
        .add("callMs", durationNs / 1_000_000)
        .add("mediaMs", Math.min(durationNs - pausedNs, mediaNs) / 1_000_000)
        .add("pausedMs", pausedNs / 1_000_000)
        .add("pauses", pauses.size())
        .build();
  }
}

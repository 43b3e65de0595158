package io.sightline.composition;

import io.sightline.composition.MixerResult.Gap;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The stretches of a recording for which media is missing, from what the recorder and the mixer
 * found. What overlaps on one track is one stretch and bears the recorder's cause, which knows
 * more; a pause is one stretch for all tracks and nothing is missing for it.
 */
final class GapList {
  static final String PAUSE = "pause";
  private static final String DAMAGED = "damaged";
  private static final int MAX_LISTED = 1_000;

  /** A mix may be so much shorter than its capture without being called partial (N5). */
  private static final long TOLERANCE_MS = 1_000;

  /**
   * An entry.
   *
   * @param track null where it concerns all
   * @param fromMs on the mixer's timeline, or -1 for an unknown time, and then {@code toMs} too
   * @param count how many more, or -1
   */
  private record Entry(MixerResult.Track track, long fromMs, long toMs, String cause, long count) {}

  private final List<Entry> entries = new ArrayList<>();

  private GapList() {}

  /**
   * Joins what is known.
   *
   * @param manifest the recorder's; its times are mapped to the mixer's timeline
   * @param capturedMs from the capture's first to its last media
   */
  static GapList of(CaptureManifest manifest, MixerResult result, long capturedMs) {
    GapList list = new GapList();
    List<Gap> pauses = new ArrayList<>();
    manifest.pauses().forEach(pause -> pauses.add(pause.before(result.startMs())));
    Set<String> mixed = new HashSet<>();
    for (MixerResult.Track track : result.tracks()) {
      mixed.add(track.file());
      List<Gap> missing = new ArrayList<>();
      for (Gap gap : track.gaps()) {
        (gap.cause().equals(PAUSE) ? pauses : missing).add(gap);
      }
      List<Gap> known = new ArrayList<>();
      for (Gap gap : manifest.gaps().getOrDefault(track.file(), List.of())) {
        known.add(gap.before(result.startMs()));
      }
      joined(known, missing).forEach(gap -> list.add(track, gap));
      if (track.damagedChunks() > 0) {
        list.entries.add(new Entry(track, -1, -1, DAMAGED, track.damagedChunks()));
      }
    }
    manifest.gaps().entrySet().stream()
        .filter(gaps -> !mixed.contains(gaps.getKey()))
        .flatMap(gaps -> gaps.getValue().stream())
        .forEach(gap -> list.add(null, gap.before(result.startMs())));
    joined(pauses, List.of()).forEach(gap -> list.add(null, gap));
    if (!manifest.present() || manifest.recovered()) {
      list.entries.add(new Entry(null, result.durationMs(), -1, "interrupted", -1));
    } else if (result.durationMs() + TOLERANCE_MS < capturedMs) {
      list.entries.add(new Entry(null, -1, -1, "shorter-than-capture", -1));
    }
    list.entries.sort(Comparator.comparingLong(Entry::fromMs));
    return list;
  }

  private void add(MixerResult.Track track, Gap gap) {
    entries.add(new Entry(track, gap.fromMs(), gap.toMs(), gap.cause(), -1));
  }

  /** One entry for each stretch that the lists cover together; causes of the first list win. */
  private static List<Gap> joined(List<Gap> first, List<Gap> second) {
    TreeMap<Long, Gap> byStart = new TreeMap<>();
    second.forEach(gap -> join(byStart, gap, false));
    first.forEach(gap -> join(byStart, gap, true));
    return List.copyOf(byStart.values());
  }

  private static void join(TreeMap<Long, Gap> byStart, Gap gap, boolean wins) {
    long from = gap.fromMs();
    long to = gap.toMs();
    String cause = gap.cause();
    Map.Entry<Long, Gap> other = byStart.floorEntry(to);
    while (other != null && other.getValue().toMs() >= from) {
      byStart.remove(other.getKey());
      from = Math.min(from, other.getValue().fromMs());
      to = Math.max(to, other.getValue().toMs());
      cause = wins ? cause : other.getValue().cause();
      other = byStart.floorEntry(to);
    }
    byStart.put(from, new Gap(from, to, cause));
  }

  /** Stretches of known place in which something is missing, on the mixer's timeline. */
  List<Gap> stretches() {
    return placed(false);
  }

  List<Gap> pauses() {
    return placed(true);
  }

  private List<Gap> placed(boolean pauses) {
    return entries.stream()
        .filter(entry -> entry.cause().equals(PAUSE) == pauses)
        .filter(entry -> entry.fromMs() >= 0 && entry.toMs() >= 0)
        .map(entry -> new Gap(entry.fromMs(), entry.toMs(), entry.cause()))
        .toList();
  }

  /** How many stretches are missing; pauses are none. */
  int missing() {
    return (int) entries.stream().filter(entry -> !entry.cause().equals(PAUSE)).count();
  }

  /** A JSON array as it is reported, or null when there is nothing to list. */
  String json() {
    if (entries.isEmpty()) {
      return null;
    }
    JsonArrayBuilder array = Json.createArrayBuilder();
    entries.stream().limit(MAX_LISTED).forEach(entry -> array.add(json(entry)));
    if (entries.size() > MAX_LISTED) {
      array.add(json(new Entry(null, -1, -1, "more", entries.size() - (long) MAX_LISTED)));
    }
    return array.build().toString();
  }

  private static JsonObjectBuilder json(Entry entry) {
    JsonObjectBuilder object = Json.createObjectBuilder().add("cause", entry.cause());
    if (entry.fromMs() >= 0) {
      object.add("from", entry.fromMs() / 1000.0);
    }
    if (entry.toMs() >= 0) {
      object.add("to", entry.toMs() / 1000.0);
    }
    if (entry.count() >= 0) {
      object.add("count", entry.count());
    }
    if (entry.track() != null) {
      object.add("participantId", entry.track().participantId()).add("kind", entry.track().kind());
    }
    return object;
  }
}

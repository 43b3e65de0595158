package io.sightline.mixer.scene;

import io.sightline.mixer.track.Activity;
import io.sightline.mixer.track.Annotation;
import io.sightline.mixer.track.RecordingTracks;
import io.sightline.mixer.track.RecordingTracks.Track;
import io.sightline.mixer.track.Span;
import io.sightline.mixer.track.TrackDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A participant, and when what is true of them; all times on the timeline.
 *
 * @param here when any of their media came
 * @param screen when they showed their screen
 * @param held when they were on hold
 * @param cameraOff when they had turned their camera off
 * @param muted when they had turned their microphone off
 */
record Person(
    String id,
    boolean hasCamera,
    List<Span> here,
    List<Span> screen,
    List<Span> held,
    List<Span> cameraOff,
    List<Span> muted) {
  /** Who sends nothing for this long has left. */
  private static final long GONE_NS = 5_000_000_000L;

  /** A screen on which nothing moves is sent seldom. */
  private static final long SCREEN_GONE_NS = 12_000_000_000L;

  /** The last picture of who leaves stands for this long. */
  private static final long LEAVING_NS = 500_000_000L;

  /** Media is a little older than its arrival. */
  private static final long UNDERWAY_NS = 200_000_000L;

  /** Who comes so soon was there from the beginning. */
  private static final long BEGINNING_NS = 1_000_000_000L;

  /** Agent first, then the customer, then others in the order in which they came. */
  static List<Person> of(RecordingTracks tracks) {
    Map<String, List<Track>> byId = new LinkedHashMap<>();
    tracks.tracks().stream()
        .sorted(
            Comparator.comparingInt((Track track) -> rank(track.description().role()))
                .thenComparingLong(Track::firstArrivalNs))
        .forEach(
            track ->
                byId.computeIfAbsent(track.description().participantId(), id -> new ArrayList<>())
                    .add(track));
    List<Person> people = new ArrayList<>();
    byId.forEach((id, own) -> people.add(of(tracks, id, own)));
    return people;
  }

  private static int rank(String role) {
    return switch (role) {
      case "agent" -> 0;
      case "customer" -> 1;
      default -> 2;
    };
  }

  private static Person of(RecordingTracks tracks, String id, List<Track> own) {
    List<Track> screens =
        own.stream()
            .filter(track -> track.description().video() && track.description().screen())
            .toList();
    boolean camera = own.stream().map(Track::description).anyMatch(TrackDescription::cameraPicture);
    List<Span> shared = turns(tracks, id, "screen-start", "screen-stop", "screen", true);
    List<Span> seen = media(screens, tracks, SCREEN_GONE_NS, 0);
    return new Person(
        id,
        camera,
        media(own, tracks, GONE_NS, LEAVING_NS),
        shared.isEmpty() ? seen : Span.common(seen, shared),
        turns(tracks, id, "hold", "unhold", null, true),
        turns(tracks, id, "mute", "unmute", "camera", false),
        turns(tracks, id, "mute", "unmute", "microphone", true));
  }

  private static List<Span> media(
      List<Track> own, RecordingTracks tracks, long joinedNs, long afterNs) {
    long zero = tracks.timeline().zeroNs();
    List<Span> pauses = tracks.pauses().stream().map(pause -> pause.on(-zero)).toList();
    List<Span> media = new ArrayList<>();
    for (Span span :
        Activity.union(own.stream().map(Track::activity).toList()).spans(joinedNs, pauses)) {
      Span shown = span.on(zero);
      long from = shown.fromNs() - UNDERWAY_NS;
      media.add(new Span(from < BEGINNING_NS ? 0 : from, shown.toNs() + afterNs));
    }
    return Span.joined(media);
  }

  /** When something noted of a participant, or of all, was so. */
  private static List<Span> turns(
      RecordingTracks tracks, String id, String on, String off, String source, boolean unnamed) {
    List<Span> spans = new ArrayList<>();
    long since = Long.MIN_VALUE;
    for (Annotation annotation : tracks.annotations()) {
      String whose = annotation.participantId();
      String what = annotation.source();
      boolean meant =
          (whose == null || whose.equals(id))
              && (source == null || (what == null ? unnamed : what.startsWith(source)));
      if (meant && annotation.type().equals(on) && since == Long.MIN_VALUE) {
        since = annotation.ns();
      } else if (meant && annotation.type().equals(off) && since != Long.MIN_VALUE) {
        spans.add(new Span(since, annotation.ns()).on(tracks.timeline().zeroNs()));
        since = Long.MIN_VALUE;
      }
    }
    if (since != Long.MIN_VALUE) {
      spans.add(new Span(since, Long.MAX_VALUE).on(tracks.timeline().zeroNs()));
    }
    return spans;
  }
}

package io.sightline.mixer.scene;

import io.sightline.mixer.av.Canvas;
import io.sightline.mixer.av.EncoderProfile;
import io.sightline.mixer.track.RecordingTracks;
import io.sightline.mixer.track.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * What is to be seen where, as a function of time over one canvas. Immutable: any part of a
 * recording can be mixed without those before.
 */
public final class Scene {
  private static final int STAGE_WIDTH_LD = 640;
  private static final int STAGE_WIDTH_SD = 1280;
  private static final int STAGE_WIDTH_HD = 1920;

  private final int width;
  private final int height;
  private final int weight;
  private final long[] from;
  private final List<Arrangement> arrangements;
  private final LayoutKind kind;

  private Scene(
      LayoutKind kind, Geometry canvas, int weight, long[] from, List<Arrangement> arrangements) {
    this.kind = kind;
    this.width = canvas.width();
    this.height = canvas.height();
    this.weight = weight;
    this.from = from;
    this.arrangements = List.copyOf(arrangements);
  }

  /** The layout that fits what was recorded: with a screen, for up to two people, for more. */
  public static LayoutKind fitting(RecordingTracks tracks) {
    if (tracks.tracks().stream()
        .anyMatch(track -> track.description().video() && track.description().screen())) {
      return LayoutKind.PRESENTATION;
    }
    long people =
        tracks.tracks().stream()
            .map(track -> track.description().participantId())
            .distinct()
            .count();
    return people <= 2 ? LayoutKind.SIDE_BY_SIDE : LayoutKind.GRID;
  }

  /**
   * @param turns who speaks when, for {@link LayoutKind#ACTIVE_SPEAKER}
   */
  public static Scene of(
      RecordingTracks tracks,
      LayoutKind kind,
      EncoderProfile profile,
      Captions captions,
      List<SpeakerTurn> turns) {
    List<Person> people = Person.of(tracks);
    int pictures =
        people.size() + (people.stream().allMatch(person -> person.screen().isEmpty()) ? 0 : 1);
    Geometry canvas = canvas(kind, pictures, profile);
    int cells = canvas.width() * canvas.height() / (profile.cellWidth * profile.cellHeight);
    Director director = new Director(kind, canvas, people, captions, turns, customerAlone(tracks));
    TreeSet<Long> changes = changes(tracks, people, turns);
    List<Long> from = new ArrayList<>();
    List<Arrangement> arrangements = new ArrayList<>();
    for (long change : changes) {
      Arrangement next = director.at(change, Span.any(tracks.pauses(), change));
      if (arrangements.isEmpty() || !arrangements.get(arrangements.size() - 1).equals(next)) {
        from.add(change);
        arrangements.add(next);
      }
    }
    return new Scene(
        kind,
        canvas,
        Math.max(1, cells),
        from.stream().mapToLong(Long::longValue).toArray(),
        arrangements);
  }

  private static boolean customerAlone(RecordingTracks tracks) {
    return tracks.tracks().stream().allMatch(track -> track.description().customerSide());
  }

  private static TreeSet<Long> changes(
      RecordingTracks tracks, List<Person> people, List<SpeakerTurn> turns) {
    TreeSet<Long> changes = new TreeSet<>();
    changes.add(0L);
    List<Span> spans = new ArrayList<>(tracks.pauses());
    for (Person person : people) {
      spans.addAll(person.here());
      spans.addAll(person.screen());
      spans.addAll(person.held());
      spans.addAll(person.cameraOff());
      spans.addAll(person.muted());
    }
    for (Span span : spans) {
      changes.add(Math.max(0, span.fromNs()));
      changes.add(Math.max(0, span.toNs()));
    }
    turns.forEach(turn -> changes.add(Math.max(0, turn.fromNs())));
    return changes;
  }

  private static Geometry canvas(LayoutKind kind, int pictures, EncoderProfile profile) {
    return switch (kind) {
      case SIDE_BY_SIDE, GRID ->
          new Geometry(2 * profile.cellWidth, (pictures <= 2 ? 1 : 2) * profile.cellHeight);
      case ACTIVE_SPEAKER, PICTURE_IN_PICTURE, PRESENTATION -> {
        int width =
            switch (profile) {
              case LD -> STAGE_WIDTH_LD;
              case SD -> STAGE_WIDTH_SD;
              case HD -> STAGE_WIDTH_HD;
            };
        yield new Geometry(width, width * 9 / 16);
      }
    };
  }

  public LayoutKind kind() {
    return kind;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** How many single pictures the canvas is worth, by which the bit rate grows. */
  public int weight() {
    return weight;
  }

  /** The whole canvas as a cell. */
  public Canvas.Cell whole() {
    return new Canvas.Cell(0, 0, width, height);
  }

  /**
   * What is to be seen.
   *
   * @param timeNs on the timeline
   */
  public Arrangement at(long timeNs) {
    int found = Arrays.binarySearch(from, Math.max(0, timeNs));
    return arrangements.get(found >= 0 ? found : Math.max(0, -found - 2));
  }
}

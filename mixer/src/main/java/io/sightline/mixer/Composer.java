package io.sightline.mixer;

import io.sightline.mixer.av.Canvas;
import io.sightline.mixer.av.Canvas.Cell;
import io.sightline.mixer.scene.Arrangement;
import io.sightline.mixer.scene.Captions;
import io.sightline.mixer.scene.Card;
import io.sightline.mixer.scene.Placement;
import io.sightline.mixer.scene.Scene;
import io.sightline.mixer.scene.Seat;
import io.sightline.mixer.text.Letters;
import io.sightline.mixer.text.Mask;
import io.sightline.mixer.track.RecordingTracks;
import io.sightline.mixer.track.TrackDescription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Draws the scene: whose picture, which card, which words, where. Only what has changed is drawn
 * again. Not thread-safe.
 */
final class Composer implements AutoCloseable {
  /** Words take this part of their cell's height, within limits that can be read. */
  private static final int WORDS = 12;

  private static final int LABEL = 15;
  private static final int SMALLEST = 12;
  private static final int LARGEST = 44;

  private final Scene scene;
  private final Captions captions;
  private final Canvas canvas;
  private final Letters letters = new Letters();
  private final List<VideoTrack> videos = new ArrayList<>();
  private final Map<Seat, List<VideoTrack>> bySeat = new HashMap<>();
  private final Map<Seat, Object> drawn = new HashMap<>();
  private Arrangement arrangement;
  private int pictures;

  /**
   * @param fromNs the first time that will be drawn
   * @param countedFromNs pictures for times before are not counted
   */
  Composer(RecordingTracks tracks, Scene scene, Captions captions, long fromNs, long countedFromNs)
      throws IOException {
    this.scene = scene;
    this.captions = captions;
    this.canvas = new Canvas(scene.width(), scene.height());
    boolean done = false;
    try {
      for (RecordingTracks.Track track : tracks.tracks()) {
        TrackDescription description = track.description();
        if (description.video()) {
          VideoTrack video = new VideoTrack(tracks, track, fromNs, countedFromNs);
          videos.add(video);
          bySeat
              .computeIfAbsent(
                  new Seat(description.participantId(), description.screen()),
                  seat -> new ArrayList<>())
              .add(video);
        }
      }
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  List<VideoTrack> videos() {
    return videos;
  }

  /** What is composed; valid until the next call of {@link #advance}. */
  AVFrame frame() {
    return canvas.frame();
  }

  /** How many living pictures, and not cards, are to be seen. */
  int pictures() {
    return pictures;
  }

  /**
   * Draws what is to be seen at a time, which grows from call to call.
   *
   * @param toNs media up to here belongs to it
   * @param atNs the time that the picture gets
   * @return whether anything has changed
   */
  boolean advance(long toNs, long atNs) throws IOException {
    Set<VideoTrack> fresh = new HashSet<>();
    for (VideoTrack video : videos) {
      if (video.advance(toNs, atNs)) {
        fresh.add(video);
      }
    }
    Arrangement now = scene.at(atNs);
    boolean changed = !now.equals(arrangement);
    if (changed) {
      arrangement = now;
      drawn.clear();
      canvas.clear();
    }
    if (now.paused()) {
      pictures = 0;
      if (changed) {
        card(scene.whole(), Card.PAUSED);
      }
      return changed;
    }
    pictures = 0;
    List<Cell> touched = new ArrayList<>();
    for (Placement placement : now.placements()) {
      if (draw(placement, fresh, atNs, overlaps(touched, placement.cell()))) {
        touched.add(placement.cell());
      }
    }
    return changed || !touched.isEmpty();
  }

  private static boolean overlaps(List<Cell> touched, Cell cell) {
    return touched.stream().anyMatch(other -> other.overlaps(cell));
  }

  private boolean draw(Placement placement, Set<VideoTrack> fresh, long atNs, boolean covered)
      throws IOException {
    VideoTrack video = placement.card() == null ? latest(placement.seat()) : null;
    AVFrame picture = video == null ? null : video.picture();
    Cell cell = placement.cell();
    if (picture != null) {
      pictures++;
      Shape shape = new Shape(picture.width(), picture.height());
      boolean another = !shape.equals(drawn.put(placement.seat(), shape));
      if (!another && !covered && !fresh.contains(video)) {
        return false;
      }
      canvas.place(cell, picture, another || covered);
    } else {
      Card card = placement.card();
      if (card == null) {
        card = comesSoon(placement.seat(), atNs) ? Card.ABSENT : placement.otherwise();
      }
      if (card == drawn.put(placement.seat(), card) && !covered) {
        return false;
      }
      card(cell, card);
    }
    label(placement);
    return true;
  }

  private record Shape(int width, int height) {}

  /** Of several cameras of one person, the one that sent last. */
  private VideoTrack latest(Seat seat) {
    VideoTrack latest = null;
    for (VideoTrack video : bySeat.getOrDefault(seat, List.of())) {
      if (video.picture() != null && (latest == null || video.shownNs() > latest.shownNs())) {
        latest = video;
      }
    }
    return latest;
  }

  private boolean comesSoon(Seat seat, long atNs) {
    return bySeat.getOrDefault(seat, List.of()).stream().anyMatch(video -> video.comesSoon(atNs));
  }

  private void card(Cell cell, Card card) throws IOException {
    int height = Math.max(SMALLEST, Math.min(LARGEST, cell.height() / WORDS));
    Mask words = letters.draw(captions.text(card), height, cell.width() * 9 / 10);
    canvas.card(cell, words);
  }

  private void label(Placement placement) throws IOException {
    if (!placement.label().isEmpty()) {
      Cell cell = placement.cell();
      int height = Math.max(SMALLEST, Math.min(LARGEST, cell.height() / LABEL)) & ~1;
      canvas.label(cell, letters.draw(placement.label(), height, cell.width() - 2 * height));
    }
  }

  @Override
  public void close() throws IOException {
    for (VideoTrack video : videos) {
      video.close();
    }
    canvas.close();
  }
}

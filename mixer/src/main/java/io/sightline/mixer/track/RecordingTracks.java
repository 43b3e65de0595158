package io.sightline.mixer.track;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The tracks found in a recording's directory, and their common timeline. Immutable. */
public final class RecordingTracks {
  private static final Logger LOG = Logger.getLogger(RecordingTracks.class.getName());

  /**
   * One log with media in it.
   *
   * @param files of the log, in order
   * @param firstArrivalNs of its first media, in ns since the recording's start
   * @param framesAtMost upper bound for the number of frames
   * @param finished whether the log ends as its writer meant it to
   * @param activity when its media arrived, in ns since the recording's start
   */
  public record Track(
      List<Path> files,
      TrackDescription description,
      String codec,
      long firstArrivalNs,
      long framesAtMost,
      boolean finished,
      int damagedChunks,
      Activity activity) {
    /** The first of its files, whose name is the track's. */
    public Path file() {
      return files.get(0);
    }
  }

  /** Places from which a track can be read lie at least this far apart. */
  private static final long MARK_NS = 5_000_000_000L;

  /** How far back a key frame is looked for at first; each further time twice as far. */
  private static final long LOOK_BACK_NS = 10_000_000_000L;

  private final byte[] key;
  private final Map<Path, List<LogWalk.Mark>> marks;
  private final List<Track> tracks;
  private final Timeline timeline;
  private final List<Annotation> annotations;
  private final List<Span> pauses;

  private RecordingTracks(
      byte[] key,
      List<Track> tracks,
      Map<Path, List<LogWalk.Mark>> marks,
      Timeline timeline,
      List<Annotation> annotations,
      List<Span> pauses) {
    this.key = key;
    this.marks = marks;
    this.tracks = List.copyOf(tracks);
    this.timeline = timeline;
    this.annotations = List.copyOf(annotations);
    this.pauses = pauses.stream().map(pause -> pause.on(timeline.zeroNs())).toList();
  }

  /**
   * Walks once through every track log of a directory.
   *
   * @throws IOException if no log with media can be read
   */
  public static RecordingTracks scan(Path directory, byte[] key) throws IOException {
    List<Track> tracks = new ArrayList<>();
    Map<String, StreamScan> streams = new HashMap<>();
    Map<Path, List<LogWalk.Mark>> marks = new HashMap<>();
    Pauses pauses = new Pauses();
    IOException failure = null;
    for (List<Path> files : LogFiles.tracks(directory)) {
      try {
        Track track = scanTrack(files, key, streams, pauses, marks);
        if (track != null) {
          tracks.add(track);
        }
      } catch (IOException e) {
        LOG.log(Level.WARNING, e, () -> "cannot read " + files.get(0).getFileName());
        failure = e;
      }
    }
    if (tracks.isEmpty()) {
      throw new IOException("the recording holds no media that can be read", failure);
    }
    List<Annotation> annotations = AnnotationLog.read(directory, key);
    for (Annotation annotation : annotations) {
      if (annotation.type().equals("pause")) {
        pauses.begin(annotation.ns());
      } else if (annotation.type().equals("resume")) {
        pauses.end(annotation.ns());
      }
    }
    return new RecordingTracks(
        key.clone(), tracks, marks, new Timeline(streams.values()), annotations, pauses.spans());
  }

  private static Track scanTrack(
      List<Path> files,
      byte[] key,
      Map<String, StreamScan> streams,
      Pauses pauses,
      Map<Path, List<LogWalk.Mark>> marks)
      throws IOException {
    try (LogWalk walk = new LogWalk(files, key)) {
      walk.mark(MARK_NS, marks.computeIfAbsent(files.get(0), marked -> new ArrayList<>()));
      TrackScan scan = new TrackScan(files, walk, pauses);
      scan.read();
      streams.putAll(scan.streams());
      return scan.track();
    }
  }

  public List<Track> tracks() {
    return tracks;
  }

  /** What was noted while it ran, in order of time. */
  public List<Annotation> annotations() {
    return annotations;
  }

  /** On the timeline. */
  public List<Span> pauses() {
    return pauses;
  }

  public Timeline timeline() {
    return timeline;
  }

  /** Opens a track for a walk through its frames; close the reader. */
  public TrackReader open(Track track) throws IOException {
    return new TrackReader(new LogWalk(track.files(), key), timeline);
  }

  /**
   * Opens a video track so far back that a key frame comes before a time. What comes before that
   * key frame may be missing; counters hold for what was read only.
   *
   * @param timeNs on the timeline
   */
  public TrackReader open(Track track, long timeNs) throws IOException {
    List<LogWalk.Mark> places = marks.get(track.file());
    long arrivalNs = timeNs + timeline.zeroNs();
    for (long back = LOOK_BACK_NS; back < arrivalNs; back *= 2) {
      LogWalk.Mark place = null;
      for (LogWalk.Mark mark : places) {
        place = mark.arrivalNs() <= arrivalNs - back ? mark : place;
      }
      if (place == null) {
        break;
      }
      if (hasKeyBefore(track, place, timeNs)) {
        return new TrackReader(new LogWalk(track.files(), key, place), timeline);
      }
    }
    return open(track);
  }

  private boolean hasKeyBefore(Track track, LogWalk.Mark place, long timeNs) throws IOException {
    try (TrackReader reader = new TrackReader(new LogWalk(track.files(), key, place), timeline)) {
      TrackReader.Frame frame = reader.next();
      while (frame != null && frame.timeNs() <= timeNs && !frame.key()) {
        frame = reader.next();
      }
      return frame != null && frame.key() && frame.timeNs() <= timeNs;
    }
  }
}

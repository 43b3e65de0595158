package io.sightline.mixer.track;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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
   * @param firstArrivalNs of its first media, in ns since the recording's start
   * @param framesAtMost upper bound for the number of frames
   * @param finished whether the log ends as its writer meant it to
   * @param activity when its media arrived, in ns since the recording's start
   */
  public record Track(
      Path file,
      TrackDescription description,
      String codec,
      long firstArrivalNs,
      long framesAtMost,
      boolean finished,
      int damagedChunks,
      Activity activity) {}

  /** Media that comes so long after a pause began says that its end was not noted. */
  private static final long PAUSE_ENDS_NS = 1_000_000_000L;

  private final byte[] key;
  private final List<Track> tracks;
  private final Timeline timeline;
  private final List<Annotation> annotations;
  private final List<Span> pauses;

  private RecordingTracks(
      byte[] key,
      List<Track> tracks,
      Timeline timeline,
      List<Annotation> annotations,
      List<Span> pauses) {
    this.key = key;
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
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "track-*.sltl")) {
      found.forEach(files::add);
    }
    files.sort(null);
    List<Track> tracks = new ArrayList<>();
    Map<String, StreamScan> streams = new HashMap<>();
    Pauses pauses = new Pauses();
    IOException failure = null;
    for (Path file : files) {
      try {
        Track track = scanTrack(file, key, streams, pauses);
        if (track != null) {
          tracks.add(track);
        }
      } catch (IOException e) {
        LOG.log(Level.WARNING, e, () -> "cannot read " + file.getFileName());
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
        key.clone(), tracks, new Timeline(streams.values()), annotations, pauses.spans());
  }

  private static Track scanTrack(
      Path file, byte[] key, Map<String, StreamScan> streams, Pauses pauses) throws IOException {
    Map<String, StreamScan> own = new HashMap<>();
    Map<String, Long> packetsByCodec = new HashMap<>();
    long first = Long.MAX_VALUE;
    long frames = 0;
    Activity activity = new Activity();
    long pausedNs = Long.MAX_VALUE;
    try (LogWalk walk = new LogWalk(file, key)) {
      TrackDescription description = null;
      LogWalk.Item item;
      while ((item = walk.next()) != LogWalk.Item.END) {
        if (item == LogWalk.Item.PAUSE) {
          pauses.begin(walk.pausedNs());
          pausedNs = walk.pausedNs();
          continue;
        }
        if (item == LogWalk.Item.RESUME) {
          pauses.end(walk.pausedNs());
          pausedNs = Long.MAX_VALUE;
          continue;
        }
        LogWalk.Stream stream = walk.stream();
        if (item == LogWalk.Item.SENDER_REPORT) {
          StreamScan scan = own.get(stream.key);
          if (scan != null) {
            scan.report(walk.reportTimestamp(), walk.reportNtpNs());
          }
          continue;
        }
        CodecDescription codec = walk.codec();
        own.computeIfAbsent(stream.key, k -> new StreamScan(k, stream.sender, codec.clockRate()))
            .packet(walk.packet());
        if (walk.packet().payload().length > 0) {
          packetsByCodec.merge(codec.name(), 1L, Long::sum);
          first = Math.min(first, walk.packet().arrivalNs());
          frames++;
          activity.add(walk.packet().arrivalNs());
          if (walk.packet().arrivalNs() - PAUSE_ENDS_NS > pausedNs) {
            pauses.end(walk.packet().arrivalNs());
            pausedNs = Long.MAX_VALUE;
          }
        }
        description = description == null ? walk.description() : description;
      }
      if (description == null || frames == 0) {
        return null;
      }
      own.values().forEach(StreamScan::end);
      streams.putAll(own);
      String codec =
          packetsByCodec.entrySet().stream()
              .max(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .orElseThrow();
      return new Track(
          file, description, codec, first, frames, walk.finished(), walk.damagedChunks(), activity);
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
    return new TrackReader(new LogWalk(track.file(), key), timeline);
  }
}

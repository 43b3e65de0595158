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
   */
  public record Track(
      Path file,
      TrackDescription description,
      String codec,
      long firstArrivalNs,
      long framesAtMost,
      boolean finished,
      int damagedChunks) {}

  private final byte[] key;
  private final List<Track> tracks;
  private final Timeline timeline;

  private RecordingTracks(byte[] key, List<Track> tracks, Timeline timeline) {
    this.key = key;
    this.tracks = List.copyOf(tracks);
    this.timeline = timeline;
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
    IOException failure = null;
    for (Path file : files) {
      try {
        Track track = scanTrack(file, key, streams);
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
    return new RecordingTracks(key.clone(), tracks, new Timeline(streams.values()));
  }

  private static Track scanTrack(Path file, byte[] key, Map<String, StreamScan> streams)
      throws IOException {
    Map<String, StreamScan> own = new HashMap<>();
    Map<String, Long> packetsByCodec = new HashMap<>();
    long first = Long.MAX_VALUE;
    long frames = 0;
    try (LogWalk walk = new LogWalk(file, key)) {
      TrackDescription description = null;
      LogWalk.Item item;
      while ((item = walk.next()) != LogWalk.Item.END) {
        if (item == LogWalk.Item.PAUSE) {
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
          file, description, codec, first, frames, walk.finished(), walk.damagedChunks());
    }
  }

  public List<Track> tracks() {
    return tracks;
  }

  public Timeline timeline() {
    return timeline;
  }

  /** Opens a track for a walk through its frames; close the reader. */
  public TrackReader open(Track track) throws IOException {
    return new TrackReader(new LogWalk(track.file(), key), timeline);
  }
}

package io.sightline.mixer.track;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a first walk through a track log tells of it, so far. Not thread-safe. */
final class TrackScan {
  /** Media that comes so long after a pause began says that its end was not noted. */
  private static final long PAUSE_ENDS_NS = 1_000_000_000L;

  private final List<Path> files;
  private final LogWalk walk;
  private final Pauses pauses;
  private final Map<String, StreamScan> streams = new HashMap<>();
  private final Map<String, Long> packetsByCodec = new HashMap<>();
  private final Activity activity = new Activity();
  private TrackDescription description;
  private long firstNs = Long.MAX_VALUE;
  private long lastNs = Long.MIN_VALUE;
  private long frames;
  private long pausedNs = Long.MAX_VALUE;

  /**
   * @param pauses told of those that the log has noted
   */
  TrackScan(List<Path> files, LogWalk walk, Pauses pauses) {
    this.files = files;
    this.walk = walk;
    this.pauses = pauses;
  }

  /** Reads to the walk's end. */
  void read() throws IOException {
    LogWalk.Item item;
    while ((item = walk.next()) != LogWalk.Item.END) {
      switch (item) {
        case PAUSE -> {
          pauses.begin(walk.pausedNs());
          pausedNs = walk.pausedNs();
        }
        case RESUME -> {
          pauses.end(walk.pausedNs());
          pausedNs = Long.MAX_VALUE;
        }
        case SENDER_REPORT -> {
          StreamScan scan = streams.get(walk.stream().key);
          if (scan != null) {
            scan.report(walk.reportTimestamp(), walk.reportNtpNs());
          }
        }
        case PACKET -> packet();
        default -> throw new IllegalStateException("the end is not an item");
      }
    }
    streams.values().forEach(StreamScan::end);
  }

  private void packet() {
    LogWalk.Stream stream = walk.stream();
    CodecDescription codec = walk.codec();
    streams
        .computeIfAbsent(stream.key, key -> new StreamScan(key, stream.sender, codec.clockRate()))
        .packet(walk.packet());
    if (walk.packet().payload().length > 0) {
      long arrivalNs = walk.packet().arrivalNs();
      packetsByCodec.merge(codec.name(), 1L, Long::sum);
      firstNs = Math.min(firstNs, arrivalNs);
      lastNs = Math.max(lastNs, arrivalNs);
      frames++;
      activity.add(arrivalNs);
      if (arrivalNs - PAUSE_ENDS_NS > pausedNs) {
        pauses.end(arrivalNs);
        pausedNs = Long.MAX_VALUE;
      }
    }
    description = description == null ? walk.description() : description;
  }

  Map<String, StreamScan> streams() {
    return streams;
  }

  /** When media arrived last, in ns since the recording's start; the least number without any. */
  long lastNs() {
    return lastNs;
  }

  /** The track as far as it was read; null while there is no media in it. */
  RecordingTracks.Track track() {
    if (description == null || frames == 0) {
      return null;
    }
    String codec =
        packetsByCodec.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElseThrow();
    return new RecordingTracks.Track(
        files,
        description,
        codec,
        firstNs,
        frames,
        walk.finished(),
        walk.damagedChunks(),
        activity);
  }
}

package io.sightline.mixer.track;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The tracks of a recording that may still run, as far as they are written. Each {@link #look}
 * reads what was appended since the one before. Not thread-safe.
 */
public final class GrowingTracks implements Closeable {
  private static final Logger LOG = Logger.getLogger(GrowingTracks.class.getName());

  /** Clocks are looked at anew when so much more is known, and a part of what there was. */
  private static final long REFIT_NS = 3_000_000_000L;

  private static final double REFIT_PART = 0.02;

  /** A clock that is wrong by more cannot be steered back in good time. */
  private static final double FAR_NS = 100e6;

  /** Two copies are in step while they are no further apart. */
  private static final double IN_STEP_NS = 40e6;

  private final Path directory;
  private final byte[] key;
  private final Map<Path, Log> logs = new LinkedHashMap<>();
  private boolean complete;
  private StreamClocks clocks;
  private SlewedClocks slewed;
  private Timeline timeline;
  private int fittedStreams;
  private long fittedNs = Long.MIN_VALUE;

  private record Log(List<Path> files, LogWalk walk, TrackScan scan) {}

  public GrowingTracks(Path directory, byte[] key) {
    this.directory = directory;
    this.key = key.clone();
  }

  /**
   * Reads on.
   *
   * @param ended whether the recording has ended, so that nothing more will come
   * @return whether what was placed on the timeline before still holds; if not, everything has to
   *     be placed anew
   * @throws IOException if a log cannot be read, or goes on in another file
   */
  public boolean look(boolean ended) throws IOException {
    complete |= ended;
    for (List<Path> files : LogFiles.tracks(directory)) {
      Log known = logs.get(files.get(0));
      if (!complete && (known == null ? 1 : known.files().size()) != files.size()) {
        throw new IOException("a track log goes on in another file");
      }
      Log log = known == null ? opened(files) : known;
      if (log != null) {
        read(log);
      }
    }
    return newestNs() == Long.MIN_VALUE || fit();
  }

  private Log opened(List<Path> files) {
    try {
      LogWalk walk = complete ? new LogWalk(files, key) : LogWalk.growing(files, key, null);
      return new Log(files, walk, new TrackScan(files, walk, new Pauses()));
    } catch (IOException e) {
      LOG.log(
          complete ? Level.WARNING : Level.FINE,
          e,
          () -> "cannot read " + files.get(0).getFileName());
      return null;
    }
  }

  private void read(Log log) throws IOException {
    logs.put(log.files().get(0), log);
    if (complete) {
      log.walk().complete();
    }
    try {
      log.scan().read();
    } catch (IOException e) {
      if (!complete) {
        throw e;
      }
      LOG.log(Level.WARNING, e, () -> "cannot read " + log.files().get(0).getFileName());
      log.walk().close();
      logs.remove(log.files().get(0));
    }
  }

  private boolean fit() {
    Map<String, StreamScan> streams = new HashMap<>();
    logs.values().forEach(log -> streams.putAll(log.scan().streams()));
    long media = streams.values().stream().filter(StreamScan::hasMedia).count();
    long newer = newestNs() - Math.max(fittedNs, 0);
    boolean due = newer > REFIT_NS && newer > REFIT_PART * newestNs();
    if (!complete && media == fittedStreams && !due) {
      return true;
    }
    timeline = new Timeline(streams.values());
    fittedStreams = (int) media;
    fittedNs = newestNs();
    if (slewed == null) {
      anew();
      return true;
    }
    boolean near = slewed.steer(timeline) < FAR_NS;
    return near && (!complete || slewed.stepNs(timeline) < IN_STEP_NS);
  }

  /** Begins to place media anew, by all that is known now. */
  public void anew() {
    slewed = complete ? null : new SlewedClocks(timeline);
    clocks = complete ? timeline : slewed;
  }

  /**
   * When the newest media came, in ns since the recording's start; the least number without any.
   */
  public long newestNs() {
    return logs.values().stream()
        .mapToLong(log -> log.scan().lastNs())
        .max()
        .orElse(Long.MIN_VALUE);
  }

  /** Those with media, in order of their numbers. */
  public List<RecordingTracks.Track> tracks() {
    List<RecordingTracks.Track> tracks = new ArrayList<>();
    for (Log log : logs.values()) {
      RecordingTracks.Track track = log.scan().track();
      if (track != null) {
        tracks.add(track);
      }
    }
    return tracks;
  }

  /** Opens a track for a walk through its frames from the beginning; close the reader. */
  public TrackReader open(RecordingTracks.Track track) throws IOException {
    Log log = logs.get(track.file());
    LogWalk walk =
        log.walk().mayGrow()
            ? LogWalk.growing(log.files(), key, log.walk())
            : new LogWalk(log.files(), key);
    return new TrackReader(walk, clocks);
  }

  /** Where the timeline's zero lies, in ns since the recording's start. */
  public long zeroNs() {
    return clocks.zeroNs();
  }

  /** From the first media to the last so far, by what is known. */
  public long durationNs() {
    return timeline.durationNs();
  }

  @Override
  public void close() throws IOException {
    for (Log log : logs.values()) {
      log.walk().close();
    }
  }
}

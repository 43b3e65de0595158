package io.sightline.media.recorder;

import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import io.sightline.media.raw.TrackLogHeader;
import io.sightline.media.raw.TrackLogWriter;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The files of one running recording: {@code recording.json} from the start, a log per track and
 * one of events, {@code manifest.json} when sealed. Disk thread only, but for the constructor.
 */
final class RecordingFiles {
  private static final Logger LOG = Logger.getLogger(RecordingFiles.class.getName());

  /** The disk takes nothing of a track; told once until it takes all again. */
  interface Listener {
    void onSuspended(boolean suspended, String cause);
  }

  private final Recording recording;
  private final RecordingDirectory directory;
  private final byte[] key;
  private final TrackLogWriter.Scratch scratch;
  private final JsonProvider json;
  private final MediaCounters counters;
  private final Listener listener;
  private final Map<Integer, TrackFile> tracks = new TreeMap<>();
  private final Queue<SegmentedLog> forced = new ConcurrentLinkedQueue<>();
  private final SegmentedLog eventLog;
  private final EventList events;
  private TrackFile latest;
  private boolean suspended;
  private boolean newNames;
  private Manifest.Seal seal;
  private JsonArray finishedTracks;
  private List<SegmentedLog.Closed> finishedEvents;

  /** Makes the directory, its {@code recording.json} and the log of events. */
  RecordingFiles(
      Recording recording,
      RecordingDirectory directory,
      byte[] key,
      TrackLogWriter.Scratch scratch,
      JsonProvider json,
      MediaCounters counters,
      Listener listener)
      throws IOException {
    this.recording = recording;
    this.directory = directory;
    this.key = key.clone();
    this.scratch = scratch;
    this.json = json;
    this.counters = counters;
    this.listener = listener;
    this.events = new EventList(json);
    this.eventLog = log("events", TrackLogHeader.EVENTS);
    directory.make();
    if (Files.exists(directory.resolve(RecordingDirectory.INFO))) {
      throw new IOException("The recording's directory has been used before");
    }
    directory.write(
        RecordingDirectory.INFO, RecordingDirectory.bytes(Manifest.info(json, recording).build()));
    eventLog.open();
    directory.force();
  }

  private SegmentedLog log(String base, int number) {
    return new SegmentedLog(directory, base, recording.id(), number, key, scratch, this::onBroken);
  }

  /** Takes one record of the ring. */
  void record(byte type, int track, long ns, byte[] buffer, int offset, int length) {
    if (type == RecordType.ANNOTATION || type == RecordType.EVENT) {
      note(ns, TrackFile.text(buffer, offset, length));
    }
    if (type == RecordType.ANNOTATION) {
      return;
    }
    if (track < 0) {
      for (TrackFile file : tracks.values()) {
        file.record(type, ns, buffer, offset, length);
      }
      return;
    }
    TrackFile file = latest;
    if (file == null || file.number() != track) {
      file = tracks.computeIfAbsent(track, this::newTrack);
      latest = file;
    }
    if (type == RecordType.RTP && file.isBroken() && file.log().isOpen()) {
      endGap(file, ns);
    }
    if (!file.record(type, ns, buffer, offset, length) && type == RecordType.RTP) {
      counters.increment(MediaCounter.DROPPED_DISK);
    }
  }

  private TrackFile newTrack(int number) {
    SegmentedLog log = log("track-" + number, number);
    TrackFile file = new TrackFile(log);
    try {
      log.open();
      newNames = true;
    } catch (IOException e) {
      counters.increment(MediaCounter.RECORDING_ERRORS);
      LOG.log(Level.WARNING, "A track of recording " + recording.id() + " has no file yet", e);
      file.onBroken(cause(e));
      reopen(log, file, true);
    }
    return file;
  }

  private void note(long ns, String text) {
    events.add(ns, text);
    eventLog.append(ns, writer -> writer.event(ns, text));
  }

  private void onBroken(SegmentedLog log, IOException e) {
    counters.increment(MediaCounter.RECORDING_ERRORS);
    TrackFile file = tracks.get(log.number());
    if (file != null) {
      file.onBroken(cause(e));
    }
    reopen(log, file, true);
  }

  private void reopen(SegmentedLog log, TrackFile file, boolean atOnce) {
    long nowNs = System.nanoTime();
    if (log.reopen(nowNs, atOnce)) {
      newNames = true;
      if (file != null) {
        file.onReopened(recording.sinceStart(nowNs));
        recording.wantKeyFrames();
      }
    }
  }

  private void endGap(TrackFile file, long ns) {
    String gap =
        recording.gapJson(file.number(), file.gapFromNs(), ns, String.valueOf(file.brokenBy()));
    byte[] body = gap.getBytes(StandardCharsets.UTF_8);
    if (file.record(RecordType.EVENT, ns, body, 0, body.length)) {
      file.gapEnded();
      note(ns, gap);
    }
  }

  static String cause(IOException e) {
    String message = String.valueOf(e.getMessage());
    boolean full = message.contains("No space left") || message.contains("quota exceeded");
    return full ? "disk-full" : "storage";
  }

  /** Hands what has gathered to the operating system, and tries again where the disk refused. */
  void flush() {
    eventLog.flush();
    reopen(eventLog, null, false);
    boolean missing = false;
    String cause = "storage";
    for (TrackFile file : tracks.values()) {
      file.log().flush();
      reopen(file.log(), file, false);
      if (!file.log().isTaking()) {
        missing = true;
        cause = String.valueOf(file.brokenBy());
      }
    }
    if (missing != suspended) {
      suspended = missing;
      listener.onSuspended(missing, cause);
    }
  }

  /** Flushes and hands out what is to be forced to disk. */
  void startForce(Consumer<ForceTask> work) {
    flush();
    if (newNames) {
      newNames = false;
      work.accept(new ForceTask(directory::force, directory.isPartOfStore(), () -> {}));
    }
    start(eventLog, work);
    tracks.values().forEach(file -> start(file.log(), work));
  }

  private void start(SegmentedLog log, Consumer<ForceTask> work) {
    ForceTask task = log.startForce(() -> forced.add(log));
    if (task != null) {
      work.accept(task);
    }
  }

  /** Learns how forcing ended, where it has since the last look. */
  void settle() {
    for (SegmentedLog log = forced.poll(); log != null; log = forced.poll()) {
      log.settle(false);
    }
  }

  /**
   * Finishes all logs and writes manifest and signature.
   *
   * @throws IOException when the manifest cannot be written; may be called again
   */
  Manifest.Seal seal(Manifest manifest) throws IOException {
    if (finishedTracks == null) {
      finishLogs();
    }
    return manifest.write(
        directory,
        Manifest.info(json, recording).add("endedEpochMillis", recording.endedEpochMillis()),
        finishedTracks,
        finishedEvents,
        events,
        seal);
  }

  private void finishLogs() throws IOException {
    JsonArrayBuilder list = json.createArrayBuilder();
    seal = Manifest.Seal.EMPTY;
    long endNs = (recording.endedEpochMillis() - recording.startedEpochMillis()) * 1_000_000;
    for (TrackFile file : tracks.values()) {
      List<SegmentedLog.Closed> segments = file.log().finish();
      if (file.isBroken()) {
        long toNs = Math.max(endNs, file.gapFromNs());
        note(toNs, recording.gapJson(file.number(), file.gapFromNs(), toNs, file.brokenBy()));
      }
      for (LossWatch.Stretch lost : file.losses()) {
        events.addGap(file.number(), lost.fromNs(), lost.toNs(), "loss");
      }
      list.add(Manifest.track(json, recording.descriptor(file.number()), file, segments));
      seal = seal.and(file.packets(), bytes(segments), file.firstNs(), file.lastNs());
    }
    finishedEvents = eventLog.finish();
    finishedTracks = list.build();
  }

  private static long bytes(List<SegmentedLog.Closed> segments) {
    return segments.stream().mapToLong(SegmentedLog.Closed::bytes).sum();
  }

  /** Closes what is open without sealing, after a failure. */
  void abandon() throws IOException {
    IOException first = null;
    for (TrackFile file : tracks.values()) {
      try {
        file.log().close();
      } catch (IOException e) {
        first = e;
      }
    }
    eventLog.close();
    if (first != null) {
      throw first;
    }
  }
}

package io.sightline.media.recorder;

import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.StartRecording;
import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * The disk thread: drains the rings of all recordings into their files, forces them to disk in a
 * fixed cadence, seals those that ended.
 */
public final class RecordingDisk implements Runnable {
  private static final Logger LOG = Logger.getLogger(RecordingDisk.class.getName());

  /** How long media may lie in a ring before it is looked at. */
  private static final long POLL_MILLIS = 20;

  private static final long IDLE_MILLIS = 1000;
  private static final int MAX_DIRECTORY_LENGTH = 512;
  private static final Pattern DIRECTORY =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

  private record Job(Recording recording, RecordingFiles files) {}

  private final Path store;
  private final int ringBytes;
  private final long forceIntervalNs;
  private final JsonProvider json;
  private final MediaCounters counters;
  private final Consumer<MediaEvent> events;
  private final BlockingQueue<Job> arriving = new LinkedBlockingQueue<>();
  private final List<Job> jobs = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;

  /**
   * A disk that writes below a root.
   *
   * @param events takes RecordingStarted on the media thread, RecordingSealed and RecordingFailed
   *     on the disk thread
   */
  public RecordingDisk(
      Path store,
      int ringBytes,
      int forceMillis,
      JsonProvider json,
      MediaCounters counters,
      Consumer<MediaEvent> events) {
    this.store = store;
    this.ringBytes = ringBytes;
    this.forceIntervalNs = TimeUnit.MILLISECONDS.toNanos(forceMillis);
    this.json = json;
    this.counters = counters;
    this.events = events;
  }

  /** Whether the directory is one that {@link StartRecording} permits. */
  public static boolean isPermitted(String directory) {
    return directory.length() <= MAX_DIRECTORY_LENGTH && DIRECTORY.matcher(directory).matches();
  }

  /**
   * Opens a recording; from any thread.
   *
   * @throws IOException when its directory cannot be made or has been used before
   */
  public Recording open(StartRecording request) throws IOException {
    Recording recording =
        new Recording(
            request.recordingId(),
            request.callId(),
            request.media(),
            ringBytes,
            json,
            counters,
            events);
    Path directory = store.resolve(request.directory());
    arriving.add(new Job(recording, new RecordingFiles(recording, directory, request.key(), json)));
    return recording;
  }

  /** Makes the loop end after what has ended is sealed; all recordings must have been ended. */
  public void stop() {
    stopping = true;
  }

  /** Waits for the loop's end; true when it has ended in time. */
  public boolean awaitEnd(long timeoutMillis) throws InterruptedException {
    return ended.await(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void run() {
    long forceNs = System.nanoTime() + forceIntervalNs;
    try {
      while (!stopping || !jobs.isEmpty() || !arriving.isEmpty()) {
        Job job = arriving.poll(waitMillis(), TimeUnit.MILLISECONDS);
        if (job != null) {
          jobs.add(job);
        }
        boolean force = System.nanoTime() - forceNs >= 0;
        if (force) {
          forceNs = System.nanoTime() + forceIntervalNs;
        }
        jobs.removeIf(current -> advance(current, force));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      for (Iterator<Job> left = jobs.iterator(); left.hasNext(); left.remove()) {
        fail(left.next(), "server-stopped", null);
      }
      ended.countDown();
    }
  }

  private long waitMillis() {
    return jobs.isEmpty() && !stopping ? Math.min(IDLE_MILLIS, 100) : POLL_MILLIS;
  }

  /** One turn of one recording; true when it is over. */
  private boolean advance(Job job, boolean force) {
    boolean over = job.recording().endedEpochMillis() != 0;
    try {
      job.recording().ring().drain(job.files()::record);
      if (over) {
        seal(job);
      } else if (force) {
        job.files().force();
      }
      return over;
    } catch (IOException | UncheckedIOException e) {
      fail(job, reason(e), e);
      return true;
    } catch (RuntimeException e) {
      fail(job, "internal-error", e);
      return true;
    }
  }

  private void seal(Job job) throws IOException {
    Recording recording = job.recording();
    RecordingFiles.Seal seal = job.files().seal();
    events.accept(
        new MediaEvent.RecordingSealed(
            recording.callId(),
            recording.id(),
            epochMillis(recording, seal.firstNs()),
            epochMillis(recording, seal.lastNs()),
            seal.packets(),
            seal.bytes(),
            seal.gaps(),
            seal.manifestSha256()));
    LOG.log(Level.INFO, "Recording {0} sealed", recording.id());
  }

  private static long epochMillis(Recording recording, long ns) {
    return ns < 0 ? 0 : recording.startedEpochMillis() + TimeUnit.NANOSECONDS.toMillis(ns);
  }

  private void fail(Job job, String reason, Exception cause) {
    Recording recording = job.recording();
    recording.fail();
    counters.increment(MediaCounter.RECORDING_ERRORS);
    LOG.log(Level.SEVERE, "Recording " + recording.id() + " failed: " + reason, cause);
    try {
      job.files().abandon();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "A track log did not close", e);
    }
    events.accept(new MediaEvent.RecordingFailed(recording.callId(), recording.id(), reason));
  }

  private static String reason(Exception e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left") ? "disk-full" : "disk-write-failed";
  }
}

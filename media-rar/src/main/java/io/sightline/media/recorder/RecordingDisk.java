package io.sightline.media.recorder;

import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.StartRecording;
import io.sightline.media.api.StoreRoom;
import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import io.sightline.media.raw.TrackLogWriter;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
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

  /**
   * How long media may lie in a ring before it is looked at, unless a flush is due. A look at a
   * ring costs three misses of the cache, as the media thread writes beside it.
   */
  private static final long POLL_MILLIS = 50;

  private static final long IDLE_MILLIS = 100;

  /** How often the store's room is looked at. */
  private static final long LOOK_MILLIS = 2000;

  private static final int MAX_DIRECTORY_LENGTH = 512;
  private static final Pattern DIRECTORY =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

  private record Job(Recording recording, RecordingFiles files) {}

  private final RecorderOptions options;
  private final JsonProvider json;
  private final MediaCounters counters;
  private final Consumer<MediaEvent> events;
  private final Manifest manifest;
  private final StoreSync store;
  private final ForceWorkers forcing;
  private final StoreWatch watch;
  private final RecordingDirectory.Opener opener;
  private final TrackLogWriter.Scratch scratch = new TrackLogWriter.Scratch();
  private final BlockingQueue<Job> arriving = new LinkedBlockingQueue<>();
  private final List<Job> jobs = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;

  /**
   * A disk that writes below a root.
   *
   * @param threads runs what forces files to disk
   * @param events takes RecordingStarted on the media thread, all others on the disk thread
   */
  public RecordingDisk(
      RecorderOptions options,
      Executor threads,
      JsonProvider json,
      ManifestSigner signer,
      MediaCounters counters,
      Consumer<MediaEvent> events) {
    this(options, threads, json, signer, counters, events, RecordingDirectory.PLAIN);
  }

  RecordingDisk(
      RecorderOptions options,
      Executor threads,
      JsonProvider json,
      ManifestSigner signer,
      MediaCounters counters,
      Consumer<MediaEvent> events,
      RecordingDirectory.Opener opener) {
    this.options = options;
    this.json = json;
    this.manifest = new Manifest(json, signer);
    this.store = new StoreSync(options.store());
    this.forcing = new ForceWorkers(threads, options.forceThreads(), store::sync);
    this.watch = new StoreWatch(options, events);
    this.counters = counters;
    this.events = events;
    this.opener = opener;
  }

  /** Whether the directory is one that {@link StartRecording} permits. */
  public static boolean isPermitted(String directory) {
    return directory.length() <= MAX_DIRECTORY_LENGTH && DIRECTORY.matcher(directory).matches();
  }

  /**
   * Opens a recording; from any thread.
   *
   * @throws IOException when its directory cannot be made or has been used before, or the store is
   *     nearly full and the policy refuses it
   */
  public Recording open(StartRecording request) throws IOException {
    RecordingMedia media = permitted(request.media());
    Recording recording =
        new Recording(
            request.recordingId(),
            request.callId(),
            media,
            options.ringBytes(),
            json,
            counters,
            events);
    RecordingDirectory directory =
        new RecordingDirectory(options.store().resolve(request.directory()), opener, store);
    RecordingFiles files =
        new RecordingFiles(
            recording,
            directory,
            request.key(),
            scratch,
            json,
            counters,
            (suspended, cause) ->
                events.accept(
                    new MediaEvent.RecordingSuspended(
                        recording.callId(), recording.id(), suspended, cause)));
    if (media != request.media()) {
      recording.noteAudioOnly();
    }
    arriving.add(new Job(recording, files));
    return recording;
  }

  /** What may be taken with the room there is. */
  private RecordingMedia permitted(RecordingMedia wanted) throws IOException {
    watch.look();
    StoreRoom room = room();
    if (room == StoreRoom.ENOUGH) {
      return wanted;
    }
    if (room == StoreRoom.NONE || wanted == RecordingMedia.SCREEN) {
      throw new IOException(
          "the store is nearly full, " + watch.room().freeBytes() + " bytes free");
    }
    return RecordingMedia.AUDIO;
  }

  /** What the room in the store allowed at the last look; from any thread. */
  public StoreRoom room() {
    if (!watch.isLow()) {
      return StoreRoom.ENOUGH;
    }
    return options.audioOnlyWhenLow() ? StoreRoom.VOICES_ONLY : StoreRoom.NONE;
  }

  /** Files forced to disk since the start. */
  public long filesForced() {
    return forcing.done();
  }

  /** How often the whole store was forced since the start. */
  long storesForced() {
    return forcing.storesForced();
  }

  /**
   * The longest time in ms from the moment a file was due to the moment it was on disk, since the
   * last call.
   */
  public long takeLongestForceMillis() {
    return TimeUnit.NANOSECONDS.toMillis(forcing.takeLongestNs());
  }

  /** The room in the store. */
  public StoreWatch watch() {
    return watch;
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
    Cadence flush = new Cadence(Math.min(options.flushMillis(), options.forceMillis()));
    int flushes = Math.max(1, options.forceMillis() / options.flushMillis());
    int flushed = 0;
    Cadence look = new Cadence(LOOK_MILLIS);
    try {
      while (!stopping || !jobs.isEmpty() || !arriving.isEmpty()) {
        Job job = arriving.poll(waitMillis(flush), TimeUnit.MILLISECONDS);
        if (job != null) {
          jobs.add(job);
        }
        Step step = Step.DRAIN;
        if (flush.isDue()) {
          flushed = (flushed + 1) % flushes;
          step = flushed == 0 ? Step.FORCE : Step.FLUSH;
        }
        Step next = step;
        jobs.removeIf(current -> advance(current, next));
        forcing.start();
        if (look.isDue()) {
          watch.look();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      for (Iterator<Job> left = jobs.iterator(); left.hasNext(); left.remove()) {
        fail(left.next(), "server-stopped", null);
      }
      store.close();
      ended.countDown();
    }
  }

  /** What a turn does, each also what the ones before do. */
  private enum Step {
    DRAIN,
    FLUSH,
    FORCE
  }

  /** Says once in every interval that it is time. */
  private static final class Cadence {
    private final long intervalNs;
    private long dueNs;

    Cadence(long millis) {
      intervalNs = TimeUnit.MILLISECONDS.toNanos(millis);
      dueNs = System.nanoTime() + intervalNs;
    }

    boolean isDue() {
      long nowNs = System.nanoTime();
      boolean due = nowNs - dueNs >= 0;
      if (due) {
        dueNs = Math.max(dueNs + intervalNs, nowNs);
      }
      return due;
    }

    /** Rounded up, so that it is due after this time; 0 when it is. */
    long millisUntilDue() {
      long leftNs = dueNs - System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1) - 1;
      return Math.max(0, TimeUnit.NANOSECONDS.toMillis(leftNs));
    }
  }

  private long waitMillis(Cadence flush) {
    return jobs.isEmpty() && !stopping
        ? IDLE_MILLIS
        : Math.min(POLL_MILLIS, flush.millisUntilDue());
  }

  /** One turn of one recording; true when it is over. */
  private boolean advance(Job job, Step step) {
    boolean over = job.recording().endedEpochMillis() != 0;
    try {
      job.recording().ring().drain(job.files()::record);
      job.recording().drainLate(job.files()::record);
      job.files().settle();
      if (over) {
        seal(job);
      } else if (step == Step.FORCE) {
        job.files().startForce(forcing::add);
      } else if (step == Step.FLUSH) {
        job.files().flush();
      }
      return over;
    } catch (IOException e) {
      fail(job, RecordingFiles.cause(e), e);
      return true;
    } catch (RuntimeException e) {
      fail(job, "internal-error", e);
      return true;
    }
  }

  private void seal(Job job) throws IOException {
    Recording recording = job.recording();
    Manifest.Seal seal = job.files().seal(manifest);
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
}

package io.sightline.composition;

import io.sightline.recording.KeyVault;
import io.sightline.recording.NewRendition;
import io.sightline.recording.Recording;
import io.sightline.recording.RecordingLedger;
import io.sightline.recording.RecordingStore;
import io.sightline.recording.Rendition;
import io.sightline.recording.RenditionOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** One attempt at a job: order, run, verify, register. Called by a worker that holds its lease. */
@ApplicationScoped
public class CompositionWork {
  private static final System.Logger LOG = System.getLogger(CompositionWork.class.getName());
  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(60);
  private static final long RENEW_NANOS = Duration.ofSeconds(1).toNanos();

  /** A mixed file may be so much shorter or longer than the timeline. */
  private static final long TOLERANCE_MS = 1_000;

  /** Before that the first steps, which do not count, weigh too much for an estimate. */
  private static final double ENOUGH = 0.05;

  private CompositionLedger ledger;
  private RecordingLedger recordings;
  private RecordingStore store;
  private KeyVault vault;
  private MixerInstallation mixer;
  private RunningCopies copies;
  private Clock clock;
  private MixerAllowance allowance;
  private final Set<MixerProgram> running = ConcurrentHashMap.newKeySet();

  /** For the container. */
  public CompositionWork() {}

  @Inject
  CompositionWork(
      CompositionLedger ledger,
      RecordingLedger recordings,
      RecordingStore store,
      KeyVault vault,
      MixerInstallation mixer,
      RunningCopies copies,
      Clock clock,
      MixerAllowance allowance) {
    this.ledger = ledger;
    this.recordings = recordings;
    this.store = store;
    this.vault = vault;
    this.mixer = mixer;
    this.copies = copies;
    this.clock = clock;
    this.allowance = allowance;
  }

  /** Carries an attempt out and notes how it ended; does not throw for anything of the attempt. */
  public void carryOut(Lease lease) {
    Recording recording = recordings.find(lease.recordingId());
    Path directory = store.resolve(recording.directory());
    Path attempt = CompositionFiles.attempt(directory, lease);
    try {
      if (finishedCopies(lease, recording, directory, attempt)) {
        return;
      }
      settle(lease, make(lease, recording, directory, attempt, this::run), attempt);
    } catch (MixerFailure e) {
      LOG.log(System.Logger.Level.WARNING, "job " + lease.jobId() + ": " + e.getMessage(), e);
      giveUp(lease, attempt, e.getMessage(), e.retry());
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "job " + lease.jobId() + " failed", e);
      giveUp(lease, attempt, "composition-failed", true);
    }
  }

  /** Has copies finished that were made while the recording ran; false where that is not done. */
  private boolean finishedCopies(Lease lease, Recording recording, Path directory, Path attempt) {
    Path place =
        lease.mix() == null && lease.attempt() == 1 ? copies.place(recording.id(), attempt) : null;
    if (place == null) {
      return false;
    }
    try {
      settle(lease, make(lease, recording, directory, place, this::finish), place);
      return true;
    } catch (MixerFailure | IOException | RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "recording " + recording.id() + " is copied anew: " + e.getMessage(),
          e);
      ledger.withdraw(lease);
      return false;
    }
  }

  private static void settle(Lease lease, boolean registered, Path place) throws IOException {
    if (registered) {
      CompositionFiles.removeOthers(place, lease);
    } else {
      CompositionFiles.remove(place);
    }
  }

  private void giveUp(Lease lease, Path attempt, String reason, boolean retry) {
    try {
      CompositionFiles.remove(attempt);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "files of job " + lease.jobId() + " remain", e);
    }
    ledger.failed(lease, reason, retry);
  }

  /** Carries an order out by a program. */
  private interface Programs {
    MixerResult run(
        MixerOrder order, Recording recording, MixerProgress progress, PublishedFiles published)
        throws MixerFailure, IOException;
  }

  private boolean make(
      Lease lease, Recording recording, Path directory, Path attempt, Programs programs)
      throws MixerFailure, IOException {
    Files.createDirectories(attempt);
    byte[] key = vault.captureKey(recording);
    byte[] outputKey = vault.renditionKey(recording);
    try {
      Map<String, String> names =
          lease.mix() != null && lease.mix().picture().names()
              ? recordings.names(recording.callId())
              : Map.of();
      Map<String, String> texts =
          lease.mix() == null
              ? Map.of()
              : CardTexts.in(recordings.languages(recording.callId(), recording.tenantId()));
      int workers = mixer.workers(recording.durationMs());
      MixerOrder order =
          new MixerOrder(lease.mix(), directory, key, outputKey, attempt, workers, names, texts);
      CaptureManifest manifest = CaptureManifest.read(directory);
      PublishedFiles published =
          lease.mix() != null
              ? PublishedFiles.UNTOLD
              : files -> publish(lease, manifest, files, attempt, outputKey);
      MixerResult result = programs.run(order, recording, renewing(lease), published);
      ledger.verifying(lease);
      MixerProgress renew = renewing(lease);
      for (MixerResult.MadeFile file : result.files()) {
        CompositionFiles.verify(file, attempt, outputKey, () -> renew.report(1, 0));
      }
      return register(lease, recording, manifest, result);
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(outputKey, (byte) 0);
    }
  }

  /** Lets copies be played before they are read back. */
  private void publish(
      Lease lease,
      CaptureManifest manifest,
      List<MixerResult.MadeFile> files,
      Path attempt,
      byte[] outputKey)
      throws MixerFailure, IOException {
    List<NewRendition> made = new ArrayList<>();
    for (MixerResult.MadeFile file : files) {
      CompositionFiles.open(file, attempt, outputKey);
      made.add(copy(lease, manifest, file));
    }
    if (!ledger.publish(lease, made)) {
      throw MixerFailure.interrupted();
    }
    LOG.log(
        System.Logger.Level.INFO,
        "recording {0} can be played, {1} ms after it was queued",
        lease.recordingId(),
        Duration.between(lease.jobCreatedAt(), clock.instant()).toMillis());
  }

  private MixerResult finish(
      MixerOrder order, Recording recording, MixerProgress progress, PublishedFiles published)
      throws MixerFailure, IOException {
    return copies.finish(recording.id(), order, timeout(recording), progress, published);
  }

  private MixerResult run(
      MixerOrder order, Recording recording, MixerProgress progress, PublishedFiles published)
      throws MixerFailure, IOException {
    MixerProgram program =
        new MixerProgram(
            mixer.command(recording.durationMs(), order.mix() == null),
            timeout(recording),
            () -> order.mix() == null || allowance.mixers() > 0);
    running.add(program);
    byte[] document = order.document();
    try {
      return program.run(document, progress, published);
    } finally {
      Arrays.fill(document, (byte) 0);
      running.remove(program);
    }
  }

  static Duration timeout(Recording recording) {
    Duration twice = Duration.ofMillis(recording.durationMs()).multipliedBy(2);
    return twice.compareTo(SHORTEST_TIMEOUT) > 0 ? twice : SHORTEST_TIMEOUT;
  }

  /** Renews the lease at most once a second, whatever the mixer says. */
  private MixerProgress renewing(Lease lease) {
    long start = System.nanoTime();
    AtomicLong last = new AtomicLong(start - RENEW_NANOS);
    return (progress, remainingMs) -> {
      long now = System.nanoTime();
      long before = last.get();
      if (now - before < RENEW_NANOS || !last.compareAndSet(before, now)) {
        return true;
      }
      long left = remainingMs < 0 ? estimate(progress, (now - start) / 1_000_000) : remainingMs;
      return ledger.progress(lease, progress, left);
    };
  }

  /** How long it will take if it goes on as it did so far, in ms. */
  static long estimate(double progress, long elapsedMs) {
    return progress < ENOUGH || progress > 1
        ? MixerProgress.UNKNOWN
        : Math.round(elapsedMs * (1 - progress) / progress);
  }

  private boolean register(
      Lease lease, Recording recording, CaptureManifest manifest, MixerResult result)
      throws MixerFailure {
    List<NewRendition> made = new ArrayList<>();
    if (lease.mix() == null) {
      result.files().forEach(file -> made.add(copy(lease, manifest, file)));
    } else {
      for (RenditionOptions options : lease.mix().outputs()) {
        made.add(mixed(lease, options, result));
      }
    }
    if (made.isEmpty() || made.size() != result.files().size()) {
      throw MixerFailure.lied("not the files that were ordered");
    }
    GapList gaps = GapList.of(manifest, result, recording.durationMs());
    String truth = ContentReport.of(recording, manifest, result, gaps, clock.instant());
    return ledger.done(
        lease,
        made,
        new CompositionLedger.Findings(result.durationMs(), gaps.missing(), gaps.json(), truth));
  }

  private NewRendition copy(Lease lease, CaptureManifest manifest, MixerResult.MadeFile file) {
    String participant = file.participantId() == null ? "" : file.participantId().toString();
    String role = manifest.roles().getOrDefault(participant, file.role());
    return rendition(lease, Rendition.CAPTURE, file, role, null);
  }

  private NewRendition mixed(Lease lease, RenditionOptions options, MixerResult result)
      throws MixerFailure {
    MixerResult.MadeFile file =
        result.files().stream()
            .filter(made -> made.format().equals(options.format()))
            .findFirst()
            .orElseThrow(() -> MixerFailure.lied("not the files that were ordered"));
    boolean picture = RenditionOptions.isPicture(options.format());
    if (!picture && Math.abs(file.durationMs() - result.durationMs()) > TOLERANCE_MS) {
      throw MixerFailure.lied("a file of another length");
    }
    return rendition(lease, picture ? Rendition.PICTURE : Rendition.MIXED, file, null, options);
  }

  private NewRendition rendition(
      Lease lease, String kind, MixerResult.MadeFile file, String role, RenditionOptions options) {
    UUID participant = kind.equals(Rendition.CAPTURE) ? file.participantId() : null;
    return new NewRendition(
        lease.renditionId().orElseGet(() -> id(lease.jobId(), file.format(), participant)),
        lease.jobId(),
        kind,
        participant,
        role,
        file.format(),
        file.mime(),
        store.relative(file.path()),
        file.bytes(),
        file.sha256(),
        file.durationMs(),
        file.offsetMs(),
        options,
        file.notes());
  }

  /** The same for every attempt, so that what points at a file survives its being made again. */
  static UUID id(UUID jobId, String format, UUID participant) {
    String name = jobId + "/" + format + "/" + participant;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends all mixers of this server; their jobs are tried again. */
  public void cancelAll() {
    running.forEach(MixerProgram::cancel);
  }
}

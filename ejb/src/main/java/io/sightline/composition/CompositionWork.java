package io.sightline.composition;

import io.sightline.recording.KeyVault;
import io.sightline.recording.NewRendition;
import io.sightline.recording.Recording;
import io.sightline.recording.RecordingLedger;
import io.sightline.recording.RecordingStore;
import io.sightline.recording.Rendition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoublePredicate;

/** One attempt at a job: order, run, verify, register. Called by a worker that holds its lease. */
@ApplicationScoped
public class CompositionWork {
  private static final System.Logger LOG = System.getLogger(CompositionWork.class.getName());
  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(60);
  private static final long RENEW_NANOS = Duration.ofSeconds(1).toNanos();

  private CompositionLedger ledger;
  private RecordingLedger recordings;
  private RecordingStore store;
  private KeyVault vault;
  private MixerInstallation mixer;
  private final Set<MixerProgram> running = ConcurrentHashMap.newKeySet();

  /** For the container. */
  public CompositionWork() {}

  @Inject
  CompositionWork(
      CompositionLedger ledger,
      RecordingLedger recordings,
      RecordingStore store,
      KeyVault vault,
      MixerInstallation mixer) {
    this.ledger = ledger;
    this.recordings = recordings;
    this.store = store;
    this.vault = vault;
    this.mixer = mixer;
  }

  /** Carries an attempt out and notes how it ended; does not throw for anything of the attempt. */
  public void carryOut(Lease lease) {
    Recording recording = recordings.find(lease.recordingId());
    Path directory = store.resolve(recording.directory());
    Path attempt = CompositionFiles.attempt(directory, lease);
    try {
      if (make(lease, recording, directory, attempt)) {
        CompositionFiles.removeOthers(attempt, lease.kind());
      } else {
        CompositionFiles.remove(attempt);
      }
    } catch (MixerFailure e) {
      LOG.log(System.Logger.Level.WARNING, "job " + lease.jobId() + ": " + e.getMessage(), e);
      giveUp(lease, attempt, e.getMessage(), e.retry());
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "job " + lease.jobId() + " failed", e);
      giveUp(lease, attempt, "composition-failed", true);
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

  private boolean make(Lease lease, Recording recording, Path directory, Path attempt)
      throws MixerFailure, IOException {
    Files.createDirectories(attempt);
    byte[] key = vault.captureKey(recording);
    byte[] outputKey = vault.renditionKey(recording);
    try {
      MixerOrder order = new MixerOrder(lease.kind(), directory, key, outputKey, attempt);
      MixerResult result = run(order, timeout(recording), renewing(lease));
      ledger.verifying(lease);
      DoublePredicate renew = renewing(lease);
      for (MixerResult.MadeFile file : result.files()) {
        CompositionFiles.verify(file, attempt, outputKey, () -> renew.test(1));
      }
      return register(lease, recording, CaptureManifest.read(directory), result);
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(outputKey, (byte) 0);
    }
  }

  private MixerResult run(MixerOrder order, Duration timeout, DoublePredicate progress)
      throws MixerFailure, IOException {
    MixerProgram program = new MixerProgram(mixer.command(), timeout);
    running.add(program);
    byte[] document = order.document();
    try {
      return program.run(document, progress);
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
  private DoublePredicate renewing(Lease lease) {
    long[] last = {System.nanoTime() - RENEW_NANOS};
    return progress -> {
      long now = System.nanoTime();
      if (now - last[0] < RENEW_NANOS) {
        return true;
      }
      last[0] = now;
      return ledger.progress(lease, progress);
    };
  }

  private boolean register(
      Lease lease, Recording recording, CaptureManifest manifest, MixerResult result)
      throws MixerFailure {
    boolean mix = lease.kind().equals(CompositionJob.MIX);
    if ((mix && result.files().size() != 2) || result.files().isEmpty()) {
      throw MixerFailure.lied("not the files that were ordered");
    }
    List<NewRendition> made = new ArrayList<>();
    for (MixerResult.MadeFile file : result.files()) {
      String participant = file.participantId() == null ? "" : file.participantId().toString();
      made.add(
          new NewRendition(
              mix ? Rendition.MIXED : Rendition.CAPTURE,
              mix ? null : file.participantId(),
              mix ? null : manifest.roles().getOrDefault(participant, file.role()),
              file.format(),
              file.mime(),
              store.relative(file.path()),
              file.bytes(),
              file.sha256(),
              file.durationMs(),
              file.offsetMs()));
    }
    GapList gaps = GapList.of(manifest, result, recording.durationMs());
    return ledger.done(lease, made, result.durationMs(), gaps.missing(), gaps.json());
  }

  /** Ends all mixers of this server; their jobs are tried again. */
  public void cancelAll() {
    running.forEach(MixerProgram::cancel);
  }
}

package io.sightline.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * Mends what a crash or a lost capture has left: composes what was written, or says that nothing
 * was.
 */
@ApplicationScoped
public class RecordingRecovery {
  private static final System.Logger LOG = System.getLogger(RecordingRecovery.class.getName());

  /** Bytes of a track log without any media: its plaintext header and some. */
  private static final long EMPTY_LOG = 64;

  private RecordingLedger ledger;
  private RecordingQueries queries;
  private RecordingStore store;
  private Capture capture;
  private KeyVault vault;
  private RecordingSettings settings;
  private Clock clock;

  /** For the container. */
  public RecordingRecovery() {}

  @Inject
  RecordingRecovery(
      RecordingLedger ledger,
      RecordingQueries queries,
      RecordingStore store,
      Capture capture,
      KeyVault vault,
      RecordingSettings settings,
      Clock clock) {
    this.ledger = ledger;
    this.queries = queries;
    this.store = store;
    this.capture = capture;
    this.vault = vault;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * After a start, when none of this node's earlier captures can be running.
   *
   * @param started captures asked for since then are not looked at
   */
  public void afterStart(Instant started) {
    for (Recording recording : queries.unsealed(settings.node(), started)) {
      LOG.log(System.Logger.Level.WARNING, "recording {0} was cut off", recording.id());
      ledger.lost(recording.id(), "server-stopped");
      recover(recording);
    }
  }

  /** From time to time: captures that should be sealed by now. */
  public void sweep() {
    Instant before = clock.instant().minus(settings.sealTimeout());
    for (Recording recording : queries.overdue(before)) {
      ledger.lost(recording.id(), "not-sealed");
      recover(recording);
    }
  }

  /** Sealed by the media server where it can; else as far as the logs themselves tell. */
  private void recover(Recording recording) {
    byte[] key = vault.captureKey(recording);
    try {
      ledger.recovered(
          capture.sealInterrupted(recording.id(), recording.callId(), recording.directory(), key));
    } catch (Capture.CaptureException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "recording " + recording.id() + " was not sealed: " + e.why(),
          e);
      if (e.why() != Capture.Cause.UNAVAILABLE && e.why() != Capture.Cause.REFUSED) {
        recoverUnsealed(recording.id(), recording.directory());
      }
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private void recoverUnsealed(UUID recordingId, String directory) {
    try {
      Instant last = null;
      for (Path log : store.trackLogs(directory)) {
        if (Files.size(log) > EMPTY_LOG) {
          Instant written = Files.getLastModifiedTime(log).toInstant();
          last = last == null || written.isAfter(last) ? written : last;
        }
      }
      ledger.recovered(recordingId, last);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "recording " + recordingId + " cannot be read", e);
    }
  }
}

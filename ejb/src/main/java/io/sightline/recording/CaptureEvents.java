package io.sightline.recording;

import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;

/** Applies what the media server tells of captures, in the transaction of its delivery. */
@Stateless
public class CaptureEvents {
  private static final System.Logger LOG = System.getLogger(CaptureEvents.class.getName());

  @Inject private RecordingLedger ledger;

  public void on(@Observes CaptureEvent event) {
    if (event instanceof CaptureEvent.Started started) {
      ledger.mediaStarted(started.recordingId(), Instant.ofEpochMilli(started.epochMillis()));
    } else if (event instanceof CaptureEvent.Sealed seal) {
      LOG.log(
          System.Logger.Level.INFO,
          "recording {0} sealed packets={1} gaps={2}",
          seal.recordingId(),
          seal.packets(),
          seal.gaps());
      ledger.sealed(seal);
    } else if (event instanceof CaptureEvent.Failed failed) {
      LOG.log(
          System.Logger.Level.ERROR,
          "recording {0} failed reason={1}",
          failed.recordingId(),
          failed.reason());
      ledger.lost(failed.recordingId(), failed.reason());
    }
  }
}

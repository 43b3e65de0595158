package io.sightline.recording;

import io.sightline.call.CallEvent;
import io.sightline.call.CallRecorder;
import io.sightline.tenant.TenantId;
import io.sightline.tenant.TenantSettings;
import io.sightline.tenant.Tenants;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Recordings of calls as these ask for them. Rows are written in transactions of their own before
 * the media server is asked, so that nothing is captured without a row, whatever becomes of the
 * caller's transaction; events are fired in the caller's.
 */
@Stateless
@Local(CallRecorder.class)
public class CallRecorderBean implements CallRecorder {
  private static final System.Logger LOG = System.getLogger(CallRecorderBean.class.getName());
  private static final String STOPPING = "stopping";

  @Inject private RecordingLedger ledger;
  @Inject private RecordingQueries queries;
  @Inject private Capture capture;
  @Inject private Tenants tenants;
  @Inject private KeyVault vault;
  @Inject private RecordingSettings settings;
  @Inject private Clock clock;
  @Inject private Event<RecordingChanged> changed;

  @Override
  public RunningRecording start(UUID callId, String tenantId, String requestedBy, Type type)
      throws RecordingRefusedException {
    Optional<RunningRecording> present = running(callId, type);
    if (present.isPresent()) {
      return present.get();
    }
    UUID id = UUID.randomUUID();
    Instant now = clock.instant();
    KeyVault.NewKey key = vault.freshKey(tenantId);
    String directory = RecordingStore.directory(tenantId, id, now);
    String media =
        type == Type.SCREEN
            ? Type.SCREEN.word()
            : tenants.settings(new TenantId(tenantId)).recordingMedia();
    ledger.begin(
        new Recording(
            id,
            tenantId,
            callId,
            type.word(),
            media,
            directory,
            key.wrapped(),
            requestedBy,
            settings.node(),
            now));
    try {
      capture.start(id, callId, content(media), directory, key.key());
    } catch (Capture.CaptureException e) {
      throw refused(id, e);
    } finally {
      Arrays.fill(key.key(), (byte) 0);
    }
    tell(callId, id, RecordingState.RECORDING.word());
    return new RunningRecording(id, RecordingState.RECORDING.word(), type.word(), now);
  }

  @Override
  public boolean takes(String tenantId, Type type) {
    return type != Type.SCREEN || tenants.settings(new TenantId(tenantId)).screenRecording();
  }

  private static Capture.Content content(String media) {
    return switch (media) {
      case TenantSettings.AUDIO -> Capture.Content.AUDIO;
      case "screen" -> Capture.Content.SCREEN;
      default -> Capture.Content.AUDIO_VIDEO;
    };
  }

  private RecordingRefusedException refused(UUID id, Capture.CaptureException e) {
    LOG.log(System.Logger.Level.WARNING, "recording " + id + " did not start: " + e.why(), e);
    String code =
        switch (e.why()) {
          case STORAGE -> "recording.storage";
          case REFUSED -> "recording.refused";
          case UNAVAILABLE, UNKNOWN_RECORDING, INVALID -> "recording.unavailable";
        };
    ledger.refused(id, code);
    return new RecordingRefusedException(code, "The recording cannot start now.");
  }

  @Override
  public void pause(UUID callId) {
    queries.running(callId).forEach(recording -> pause(callId, recording.id(), true));
  }

  @Override
  public void resume(UUID callId) {
    queries.running(callId).forEach(recording -> pause(callId, recording.id(), false));
  }

  private void pause(UUID callId, UUID recordingId, boolean pause) {
    try {
      if (pause) {
        capture.pause(recordingId);
      } else {
        capture.resume(recordingId);
      }
    } catch (Capture.CaptureException e) {
      notDone(recordingId, e);
      return;
    }
    if (ledger.paused(recordingId, pause)) {
      tell(callId, recordingId, (pause ? RecordingState.PAUSED : RecordingState.RECORDING).word());
    }
  }

  @Override
  public void stop(UUID callId) {
    queries.running(callId).forEach(recording -> stop(callId, recording));
  }

  @Override
  public void stop(UUID callId, Type type) {
    running(callId, type).ifPresent(recording -> stop(callId, recording));
  }

  private void stop(UUID callId, RunningRecording recording) {
    ledger.stopRequested(recording.id());
    try {
      capture.stop(recording.id());
    } catch (Capture.CaptureException e) {
      notDone(recording.id(), e);
    }
    tell(callId, recording.id(), STOPPING);
  }

  private void notDone(UUID recordingId, Capture.CaptureException e) {
    LOG.log(System.Logger.Level.WARNING, "recording " + recordingId + ": " + e.why(), e);
    if (e.why() == Capture.Cause.UNKNOWN_RECORDING) {
      ledger.lost(recordingId, "capture-lost");
    }
  }

  @Override
  public List<RunningRecording> running(UUID callId) {
    return queries.running(callId);
  }

  private Optional<RunningRecording> running(UUID callId, Type type) {
    return running(callId).stream().filter(recording -> recording.is(type)).findFirst();
  }

  @Override
  public void annotate(UUID callId, CallEvent event) {
    for (RunningRecording recording : queries.running(callId)) {
      try {
        capture.annotate(recording.id(), event);
      } catch (Capture.CaptureException e) {
        notDone(recording.id(), e);
      }
    }
  }

  private void tell(UUID callId, UUID recordingId, String state) {
    changed.fire(new RecordingChanged(callId, recordingId, state));
  }
}

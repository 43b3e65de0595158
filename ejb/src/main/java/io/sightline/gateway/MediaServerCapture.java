package io.sightline.gateway;

import io.sightline.call.CallEvent;
import io.sightline.media.api.Annotation;
import io.sightline.media.api.InterruptedRecording;
import io.sightline.media.api.MediaConnection;
import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.MediaException;
import io.sightline.media.api.MediaStatistics;
import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.StartRecording;
import io.sightline.recording.Capture;
import io.sightline.recording.CaptureEvent;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Captures of recordings, over the JCA connection. */
@Stateless
@Local(Capture.class)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class MediaServerCapture implements Capture {
  private static final System.Logger LOG = System.getLogger(MediaServerCapture.class.getName());

  @Inject private MediaServer media;

  /** For the container. */
  public MediaServerCapture() {}

  MediaServerCapture(MediaServer media) {
    this.media = media;
  }

  @FunctionalInterface
  private interface Step {
    void on(MediaConnection connection) throws MediaException;
  }

  @Override
  public void start(UUID recordingId, UUID callId, Content content, String directory, byte[] key)
      throws CaptureException {
    StartRecording request =
        new StartRecording(recordingId, callId, media(content), directory, key);
    carryOut(connection -> connection.startRecording(request));
  }

  @Override
  public void pause(UUID recordingId) throws CaptureException {
    carryOut(connection -> connection.pauseRecording(recordingId));
  }

  @Override
  public void resume(UUID recordingId) throws CaptureException {
    carryOut(connection -> connection.resumeRecording(recordingId));
  }

  @Override
  public void annotate(UUID recordingId, CallEvent event) throws CaptureException {
    String source = event.source() == null ? null : event.source().toUpperCase(Locale.ROOT);
    Annotation annotation =
        new Annotation(event.type().word(), event.participantId().toString(), source);
    carryOut(connection -> connection.annotateRecording(recordingId, annotation));
  }

  @Override
  public void stop(UUID recordingId) throws CaptureException {
    carryOut(connection -> connection.stopRecording(recordingId));
  }

  @Override
  public CaptureEvent.Sealed sealInterrupted(
      UUID recordingId, UUID callId, String directory, byte[] key) throws CaptureException {
    InterruptedRecording left = new InterruptedRecording(recordingId, callId, directory, key);
    try {
      MediaEvent.RecordingSealed seal = media.ask(connection -> connection.sealInterrupted(left));
      return new CaptureEvent.Sealed(
          recordingId,
          seal.firstMediaEpochMillis(),
          seal.lastMediaEpochMillis(),
          seal.packets(),
          seal.gaps(),
          seal.manifestSha256());
    } catch (MediaException e) {
      throw new CaptureException(
          e.reason() == MediaException.Reason.INVALID ? Cause.INVALID : cause(e.reason()), e);
    }
  }

  @Override
  public Optional<Room> room() {
    return statistics()
        .map(
            figures ->
                switch (figures.room()) {
                  case ENOUGH -> Room.ENOUGH;
                  case VOICES_ONLY -> Room.VOICES_ONLY;
                  case NONE -> Room.NONE;
                });
  }

  @Override
  public long packets() {
    return statistics()
        .map(MediaStatistics::counters)
        .map(
            counters ->
                counters.getOrDefault("RTP_RECEIVED", 0L)
                    + counters.getOrDefault("RTP_FORWARDED", 0L))
        .orElse(-1L);
  }

  private Optional<MediaStatistics> statistics() {
    try {
      return Optional.of(media.ask(MediaConnection::statistics));
    } catch (MediaException e) {
      LOG.log(System.Logger.Level.DEBUG, "the media server does not answer", e);
      return Optional.empty();
    }
  }

  private void carryOut(Step step) throws CaptureException {
    try {
      media.ask(
          connection -> {
            step.on(connection);
            return null;
          });
    } catch (MediaException e) {
      throw new CaptureException(cause(e.reason()), e);
    }
  }

  private static RecordingMedia media(Content content) {
    return switch (content) {
      case AUDIO -> RecordingMedia.AUDIO;
      case AUDIO_VIDEO -> RecordingMedia.AUDIO_VIDEO;
      case SCREEN -> RecordingMedia.SCREEN;
    };
  }

  private static Cause cause(MediaException.Reason reason) {
    return switch (reason) {
      case NOT_FOUND -> Cause.UNKNOWN_RECORDING;
      case STORAGE -> Cause.STORAGE;
      case REFUSED -> Cause.REFUSED;
      case INVALID, UNAVAILABLE -> Cause.UNAVAILABLE;
    };
  }
}

package io.sightline.gateway;

import io.sightline.call.MediaSessionChanged;
import io.sightline.call.RecordingNotice;
import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.MediaEventListener;
import io.sightline.recording.CaptureEvent;
import jakarta.ejb.MessageDriven;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.UUID;

/**
 * Takes the media server's events, in a transaction each, and passes them on in the words of calls
 * and recordings. An exception of an observer rolls back; the media server delivers again.
 */
@MessageDriven(name = "MediaEventBean", messageListenerInterface = MediaEventListener.class)
public class MediaEventBean implements MediaEventListener {
  private static final System.Logger LOG = System.getLogger(MediaEventBean.class.getName());

  @Inject private ForwardedCalls calls;
  @Inject private Event<MediaSessionChanged> sessions;
  @Inject private Event<CaptureEvent> captures;
  @Inject private Event<RecordingNotice> notices;

  @Override
  public void onEvent(MediaEvent event) {
    if (event instanceof MediaEvent.EndpointConnected e) {
      session(e.callId(), e.endpointId(), MediaSessionChanged.State.CONNECTED);
    } else if (event instanceof MediaEvent.EndpointDisconnected e) {
      session(e.callId(), e.endpointId(), MediaSessionChanged.State.DISCONNECTED);
    } else if (event instanceof MediaEvent.EndpointFailed e) {
      session(e.callId(), e.endpointId(), MediaSessionChanged.State.FAILED);
    } else if (event instanceof MediaEvent.RecordingStarted e) {
      captures.fire(new CaptureEvent.Started(e.recordingId(), e.epochMillis()));
    } else if (event instanceof MediaEvent.RecordingSealed e) {
      captures.fire(
          new CaptureEvent.Sealed(
              e.recordingId(),
              e.firstMediaEpochMillis(),
              e.lastMediaEpochMillis(),
              e.packets(),
              e.gaps(),
              e.manifestSha256()));
    } else if (event instanceof MediaEvent.RecordingFailed e) {
      captures.fire(new CaptureEvent.Failed(e.recordingId(), e.reason()));
    } else if (event instanceof MediaEvent.RecordingSuspended e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "recording {0} {1} cause={2}",
          e.recordingId(),
          e.suspended() ? "suspended" : "goes on",
          e.cause());
      notices.fire(
          new RecordingNotice(
              e.callId(), e.suspended() ? RecordingNotice.SUSPENDED : RecordingNotice.RESUMED));
    } else if (event instanceof MediaEvent.StoreSpace e) {
      LOG.log(
          e.low() ? System.Logger.Level.ERROR : System.Logger.Level.INFO,
          "recording store low={0} freeBytes={1} totalBytes={2}",
          e.low(),
          Long.toString(e.freeBytes()),
          Long.toString(e.totalBytes()));
    }
  }

  private void session(UUID callId, UUID endpointId, MediaSessionChanged.State state) {
    calls
        .sessionOf(callId, endpointId)
        .ifPresent(session -> sessions.fire(new MediaSessionChanged(callId, session, state)));
  }
}

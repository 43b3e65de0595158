package io.sightline.gateway;

import io.sightline.call.MediaSessionChanged;
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
  @Inject private ForwardedCalls calls;
  @Inject private Event<MediaSessionChanged> sessions;
  @Inject private Event<CaptureEvent> captures;

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
    }
  }

  private void session(UUID callId, UUID endpointId, MediaSessionChanged.State state) {
    calls
        .sessionOf(callId, endpointId)
        .ifPresent(session -> sessions.fire(new MediaSessionChanged(callId, session, state)));
  }
}

package io.sightline.media.adapter;

import io.sightline.media.api.Annotation;
import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.InterruptedRecording;
import io.sightline.media.api.MediaConnection;
import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.MediaException;
import io.sightline.media.api.MediaStatistics;
import io.sightline.media.api.OpenEndpoint;
import io.sightline.media.api.StartRecording;
import io.sightline.media.api.TransportParameters;
import io.sightline.media.server.MediaServer;
import java.util.UUID;

/** What the application holds: passes every operation on to the server. */
public class MediaConnectionHandle implements MediaConnection {
  private volatile MediaManagedConnection connection;

  MediaConnectionHandle(MediaManagedConnection connection) {
    this.connection = connection;
  }

  void associate(MediaManagedConnection other) {
    MediaManagedConnection before = connection;
    connection = other;
    if (before != null) {
      before.dissociate(this);
    }
  }

  void invalidate() {
    connection = null;
  }

  private MediaServer server() throws MediaException {
    MediaManagedConnection current = connection;
    if (current == null) {
      throw new MediaException(MediaException.Reason.INVALID, "The connection is closed");
    }
    MediaServer server = current.server();
    if (server == null) {
      throw new MediaException(
          MediaException.Reason.UNAVAILABLE, "The media server is not running");
    }
    return server;
  }

  @Override
  public TransportParameters openEndpoint(OpenEndpoint request) throws MediaException {
    return server().openEndpoint(request);
  }

  @Override
  public void configureEndpoint(ConfigureEndpoint request) throws MediaException {
    server().configureEndpoint(request);
  }

  @Override
  public TransportParameters restartIce(UUID endpointId) throws MediaException {
    return server().restartIce(endpointId);
  }

  @Override
  public void closeEndpoint(UUID endpointId) throws MediaException {
    server().closeEndpoint(endpointId);
  }

  @Override
  public void closeCall(UUID callId) throws MediaException {
    server().closeCall(callId);
  }

  @Override
  public void startRecording(StartRecording request) throws MediaException {
    server().startRecording(request);
  }

  @Override
  public void pauseRecording(UUID recordingId) throws MediaException {
    server().pauseRecording(recordingId);
  }

  @Override
  public void resumeRecording(UUID recordingId) throws MediaException {
    server().resumeRecording(recordingId);
  }

  @Override
  public void stopRecording(UUID recordingId) throws MediaException {
    server().stopRecording(recordingId);
  }

  @Override
  public void annotateRecording(UUID recordingId, Annotation annotation) throws MediaException {
    server().annotateRecording(recordingId, annotation);
  }

  @Override
  public MediaEvent.RecordingSealed sealInterrupted(InterruptedRecording recording)
      throws MediaException {
    return server().sealInterrupted(recording);
  }

  @Override
  public MediaStatistics statistics() throws MediaException {
    return server().statistics();
  }

  @Override
  public void close() {
    MediaManagedConnection current = connection;
    connection = null;
    if (current != null) {
      current.closed(this);
    }
  }
}

package io.sightline.gateway;

import io.sightline.media.api.Annotation;
import io.sightline.media.api.Candidate;
import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.Fingerprint;
import io.sightline.media.api.InterruptedRecording;
import io.sightline.media.api.MediaConnection;
import io.sightline.media.api.MediaConnectionFactory;
import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.MediaException;
import io.sightline.media.api.MediaStatistics;
import io.sightline.media.api.OpenEndpoint;
import io.sightline.media.api.StartRecording;
import io.sightline.media.api.StoreRoom;
import io.sightline.media.api.TransportParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.naming.Reference;

/** A media server that notes what it is asked and does nothing. */
final class FakeMediaServer implements MediaConnectionFactory, MediaConnection {
  private static final long serialVersionUID = 1L;
  static final TransportParameters PARAMETERS =
      new TransportParameters(
          "srvu",
          "serverpasswordserverpassword",
          List.of(
              new Candidate("1", 2_130_706_431L, "192.0.2.1", 55_000, "host"),
              new Candidate("2", 2_130_706_175L, "127.0.0.1", 55_000, "host")),
          new Fingerprint("sha-256", "AB" + ":CD".repeat(31)),
          "actpass");

  final transient List<OpenEndpoint> opened = new ArrayList<>();
  final transient List<ConfigureEndpoint> configured = new ArrayList<>();
  final transient List<UUID> closed = new ArrayList<>();

  @Override
  public MediaConnection getConnection() {
    return this;
  }

  @Override
  public TransportParameters openEndpoint(OpenEndpoint request) {
    opened.add(request);
    return PARAMETERS;
  }

  @Override
  public void configureEndpoint(ConfigureEndpoint request) {
    configured.add(request);
  }

  @Override
  public TransportParameters restartIce(UUID endpointId) {
    return new TransportParameters(
        "again",
        "anotherpasswordanotherpassword",
        PARAMETERS.candidates(),
        PARAMETERS.fingerprint(),
        PARAMETERS.setup());
  }

  @Override
  public void closeEndpoint(UUID endpointId) {
    closed.add(endpointId);
  }

  @Override
  public void closeCall(UUID callId) {
    closed.add(callId);
  }

  @Override
  public void startRecording(StartRecording request) {}

  @Override
  public void pauseRecording(UUID recordingId) {}

  @Override
  public void resumeRecording(UUID recordingId) {}

  @Override
  public void stopRecording(UUID recordingId) {}

  @Override
  public void annotateRecording(UUID recordingId, Annotation annotation) {}

  @Override
  public MediaEvent.RecordingSealed sealInterrupted(InterruptedRecording recording)
      throws MediaException {
    throw new MediaException(MediaException.Reason.NOT_FOUND, "no such recording");
  }

  @Override
  public MediaStatistics statistics() {
    return new MediaStatistics(0, 0, 0, StoreRoom.ENOUGH, false, Map.of());
  }

  @Override
  public void close() {}

  @Override
  public void setReference(Reference reference) {}

  @Override
  public Reference getReference() {
    return null;
  }
}

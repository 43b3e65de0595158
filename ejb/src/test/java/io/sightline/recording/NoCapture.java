package io.sightline.recording;

import io.sightline.call.CallEvent;
import java.util.Optional;
import java.util.UUID;

/** A media server that takes every order and does nothing; tests say what of it they need. */
public class NoCapture implements Capture {
  @Override
  public void start(UUID id, UUID callId, Content content, String directory, byte[] key)
      throws CaptureException {}

  @Override
  public void pause(UUID recordingId) throws CaptureException {}

  @Override
  public void resume(UUID recordingId) throws CaptureException {}

  @Override
  public void stop(UUID recordingId) throws CaptureException {}

  @Override
  public CaptureEvent.Sealed sealInterrupted(
      UUID recordingId, UUID callId, String directory, byte[] key) throws CaptureException {
    throw new CaptureException(Cause.INVALID, null);
  }

  @Override
  public void annotate(UUID recordingId, CallEvent event) throws CaptureException {}

  @Override
  public Optional<Room> room() {
    return Optional.of(Room.ENOUGH);
  }

  @Override
  public long packets() {
    return 0;
  }
}

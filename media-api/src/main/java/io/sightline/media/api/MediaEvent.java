package io.sightline.media.api;

import java.io.Serializable;
import java.util.UUID;

/**
 * What a media server tells. Delivered at least once, in order per call; receivers keep to ids and
 * apply an event once.
 */
public sealed interface MediaEvent extends Serializable {
  /** The call it concerns; {@code new UUID(0, 0)} when it concerns the whole media server. */
  UUID callId();

  /** ICE and DTLS are up: media can flow on this endpoint. */
  record EndpointConnected(UUID callId, UUID endpointId) implements MediaEvent {}

  /** No authenticated packet for the consent time (RFC 7675, 30 s); the endpoint stays open. */
  record EndpointDisconnected(UUID callId, UUID endpointId) implements MediaEvent {}

  /**
   * The endpoint cannot work, such as after a wrong fingerprint; reason is a stable kebab-case
   * word.
   */
  record EndpointFailed(UUID callId, UUID endpointId, String reason) implements MediaEvent {}

  /** The first media packet of a track arrived. */
  record TrackStarted(UUID callId, UUID endpointId, String mid) implements MediaEvent {}

  /** The first packet of a recording was taken, at that time of the media server's clock. */
  record RecordingStarted(UUID callId, UUID recordingId, long epochMillis) implements MediaEvent {}

  /**
   * All files of a recording are closed and hashed.
   *
   * @param firstMediaEpochMillis first and last packet taken; both 0 when none was
   * @param gaps stretches over 200 ms that are known to be missing
   */
  record RecordingSealed(
      UUID callId,
      UUID recordingId,
      long firstMediaEpochMillis,
      long lastMediaEpochMillis,
      long packets,
      long bytes,
      int gaps,
      String manifestSha256)
      implements MediaEvent {}

  /** Writing failed for good; reason is a stable kebab-case word. What was written stays. */
  record RecordingFailed(UUID callId, UUID recordingId, String reason) implements MediaEvent {}

  /**
   * The disk does not take a recording's media, or takes it again; the recording goes on and the
   * stretch is listed as a gap.
   *
   * @param suspended true when nothing is kept from here on, false when it is kept again
   * @param cause "disk-full" or "storage"
   */
  record RecordingSuspended(UUID callId, UUID recordingId, boolean suspended, String cause)
      implements MediaEvent {}

  /**
   * The room in the recording store fell below its limit, or is above it again.
   *
   * @param low whether new recordings are refused or reduced
   */
  record StoreSpace(boolean low, long freeBytes, long totalBytes) implements MediaEvent {
    @Override
    public UUID callId() {
      return new UUID(0, 0);
    }
  }
}

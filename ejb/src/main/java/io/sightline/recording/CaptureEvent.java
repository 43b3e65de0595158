package io.sightline.recording;

import java.util.UUID;

/** What the media server tells of a capture; fired through CDI, perhaps more than once. */
public sealed interface CaptureEvent {
  UUID recordingId();

  /** The first packet was taken. */
  record Started(UUID recordingId, long epochMillis) implements CaptureEvent {}

  /**
   * All track logs are closed and hashed.
   *
   * @param firstEpochMillis first and last media; both 0 when there was none
   * @param gaps known missing stretches over 200 ms
   */
  record Sealed(
      UUID recordingId,
      long firstEpochMillis,
      long lastEpochMillis,
      long packets,
      int gaps,
      String manifestSha256)
      implements CaptureEvent {}

  /** Writing failed for good; reason is a stable kebab-case word. */
  record Failed(UUID recordingId, String reason) implements CaptureEvent {}
}

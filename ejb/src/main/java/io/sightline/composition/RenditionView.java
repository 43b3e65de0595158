package io.sightline.composition;

import io.sightline.recording.CopyNotes;
import io.sightline.recording.RenditionOptions;
import java.time.Instant;
import java.util.UUID;

/**
 * A file of a recording, made or to be made, as it is reported.
 *
 * @param options null for a copy
 * @param state queued, mixing, playable (made, and not read back yet), finished or failed
 * @param progress 0 to 1
 * @param remainingSeconds null while nobody can tell
 * @param reason why it failed, or why the last attempt did; else null
 * @param attempts so far
 * @param nextAttempt when it is tried again; null where it is not
 * @param requestedBy a user's id; null for what is made without being asked for
 * @param mime null until it is made, and with it size and durationMs 0
 */
public record RenditionView(
    UUID id,
    UUID recordingId,
    String kind,
    UUID participantId,
    String role,
    String format,
    RenditionOptions options,
    String state,
    double progress,
    Long remainingSeconds,
    String reason,
    int attempts,
    Instant nextAttempt,
    String requestedBy,
    Instant createdAt,
    String mime,
    long size,
    long durationMs,
    long offsetMs,
    CopyNotes notes) {

  public boolean finished() {
    return state.equals(CompositionLedger.FINISHED);
  }

  /** Whether there is a file, read back or not. */
  public boolean made() {
    return finished() || state.equals(CompositionLedger.PLAYABLE);
  }
}

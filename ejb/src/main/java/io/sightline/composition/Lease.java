package io.sightline.composition;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The right to work on a job until it runs out or is renewed.
 *
 * @param deciding whether the state of the recording follows from how this job ends
 * @param mix what to make; null for a copy
 * @param attempt from 1
 * @param owner unique to this attempt; names the place of its files
 */
record Lease(
    UUID jobId,
    UUID recordingId,
    String tenantId,
    UUID callId,
    String kind,
    boolean deciding,
    MixParameters mix,
    int attempt,
    String owner,
    Instant jobCreatedAt) {

  boolean ordered() {
    return kind.equals(CompositionJob.ORDER);
  }

  Optional<UUID> renditionId() {
    return ordered() ? Optional.of(jobId) : Optional.empty();
  }
}

package io.sightline.composition;

import java.time.Instant;
import java.util.UUID;

/**
 * The right to work on a job until it runs out or is renewed.
 *
 * @param attempt from 1; with the job's id it names the place of this attempt's files
 * @param owner unique to this attempt
 */
record Lease(
    UUID jobId, UUID recordingId, String kind, int attempt, String owner, Instant jobCreatedAt) {}

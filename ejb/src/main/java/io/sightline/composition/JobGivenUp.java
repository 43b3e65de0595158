package io.sightline.composition;

import java.util.UUID;

/**
 * A job will not be tried again unless a person asks for it.
 *
 * @param kind remux, mix or order
 * @param reason of its last attempt; stable words, without secrets
 */
public record JobGivenUp(
    UUID jobId, UUID recordingId, String tenantId, String kind, String reason, int attempts) {}

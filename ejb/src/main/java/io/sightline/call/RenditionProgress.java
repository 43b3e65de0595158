package io.sightline.call;

import java.util.UUID;

/**
 * Fired through CDI, in the transaction that noted it, when the making of a file of a call's
 * recording has moved on.
 *
 * @param renditionId what was ordered; null for what is made without being asked for
 * @param progress 0 to 1
 * @param remainingSeconds -1 while nobody can tell
 * @param state queued, mixing, finished or failed
 */
public record RenditionProgress(
    String tenantId,
    UUID callId,
    UUID recordingId,
    UUID renditionId,
    double progress,
    long remainingSeconds,
    String state) {}

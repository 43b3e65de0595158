package io.sightline.composition;

import java.util.UUID;

/** Fired through CDI, in the transaction that made it due, when there is a job to do. */
public record JobQueued(UUID recordingId) {}

package io.sightline.recording;

import java.util.UUID;

/** Fired through CDI in the transaction that made a recording ready for composition. */
public record RecordingQueued(UUID recordingId, String tenantId) {}

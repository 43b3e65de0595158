package io.sightline.call;

import java.util.UUID;

/**
 * Fired through CDI when the agents of a call should know what becomes of its recording.
 *
 * @param code {@link #SUSPENDED} or {@link #RESUMED}
 */
public record RecordingNotice(UUID callId, String code) {
  /** The disk does not take the recording's media: a gap, until it does again. */
  public static final String SUSPENDED = "recording.suspended";

  /** The recording goes on after a gap. */
  public static final String RESUMED = "recording.resumed";
}

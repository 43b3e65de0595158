package io.sightline.media.api;

import java.io.Serializable;
import java.util.UUID;

/**
 * Names a recording that was cut off, for {@link MediaConnection#sealInterrupted}.
 *
 * @param directory as in its {@link StartRecording}
 * @param key as in its {@link StartRecording}; secret, kept in memory only
 */
public record InterruptedRecording(UUID recordingId, UUID callId, String directory, byte[] key)
    implements Serializable {
  @Override
  public String toString() {
    return "InterruptedRecording[recordingId=" + recordingId + ", callId=" + callId + "]";
  }
}

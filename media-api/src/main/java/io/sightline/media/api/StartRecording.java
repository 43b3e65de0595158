package io.sightline.media.api;

import java.io.Serializable;
import java.util.UUID;

/**
 * Starts a capture of every matching track of a call, present and future.
 *
 * @param directory where to write, relative to the store's root; slash-separated, made of {@code
 *     [A-Za-z0-9._-]} segments that do not start with a dot
 * @param key 32 bytes, the AES-256 key of this recording; secret, kept in memory only
 */
public record StartRecording(
    UUID recordingId, UUID callId, RecordingMedia media, String directory, byte[] key)
    implements Serializable {
  @Override
  public String toString() {
    return "StartRecording[recordingId=" + recordingId + ", callId=" + callId + "]";
  }
}

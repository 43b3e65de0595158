package io.sightline.recording;

import java.util.List;
import java.util.UUID;

/**
 * What the store should hold of a recording.
 *
 * @param directory relative to the store's root
 * @param settled whether its capture and its composition have ended
 * @param captured whether media was captured
 */
public record StoredRecording(
    UUID id, String directory, boolean settled, boolean captured, List<StoredFile> files) {
  public StoredRecording {
    files = List.copyOf(files);
  }

  /**
   * A rendition's file.
   *
   * @param jobId the job that made it
   * @param path relative to the store's root
   */
  public record StoredFile(UUID jobId, String path) {}

  static StoredRecording of(Recording recording, List<Rendition> files) {
    return new StoredRecording(
        recording.id(),
        recording.directory(),
        recording.state().isFinal(),
        recording.durationMs() > 0,
        files.stream()
            .filter(file -> file.recordingId().equals(recording.id()))
            .map(file -> new StoredFile(file.jobId(), file.path()))
            .toList());
  }
}

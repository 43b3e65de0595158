package io.sightline.recording;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A recording as it is reported.
 *
 * @param type "video" or "screen"
 * @param end null while it runs
 * @param mime of what plays by default; null before there is a file
 * @param media file name of what plays by default
 * @param progress of its composition, 0 to 1
 * @param gaps a JSON array of missing stretches, or null
 */
public record RecordingView(
    UUID id,
    UUID callId,
    String type,
    String state,
    String reason,
    Instant start,
    Instant end,
    long durationMs,
    String mime,
    String media,
    double progress,
    int gapCount,
    String gaps,
    List<File> renditions) {

  /**
   * A playable file.
   *
   * @param offsetMs from the recording's first media to the first of this file
   * @param checked whether it was read back; if not, it can be played all the same
   * @param notes of a copy
   */
  public record File(
      UUID id,
      String kind,
      UUID participantId,
      String role,
      String mime,
      String format,
      long size,
      long durationMs,
      long offsetMs,
      boolean checked,
      CopyNotes notes) {}

  public RecordingView {
    renditions = List.copyOf(renditions);
  }

  static RecordingView of(Recording recording, List<Rendition> files, double progress) {
    List<Rendition> own =
        files.stream().filter(file -> file.recordingId().equals(recording.id())).toList();
    Rendition chosen = RenditionChoice.standard(own).orElse(null);
    return new RecordingView(
        recording.id(),
        recording.callId(),
        recording.type(),
        recording.state().word(),
        recording.reason(),
        recording.startedAt() == null ? recording.requestedAt() : recording.startedAt(),
        recording.endedAt(),
        recording.durationMs(),
        chosen == null ? null : chosen.mime(),
        recording.id() + "." + (chosen == null ? "webm" : chosen.format()),
        progress,
        recording.gapCount(),
        recording.gaps(),
        own.stream().map(RecordingView::file).toList());
  }

  private static File file(Rendition rendition) {
    return new File(
        rendition.id(),
        rendition.kind(),
        rendition.participantId(),
        rendition.role(),
        rendition.mime(),
        rendition.format(),
        rendition.bytes(),
        rendition.durationMs(),
        rendition.offsetMs(),
        rendition.checked(),
        rendition.notes());
  }
}

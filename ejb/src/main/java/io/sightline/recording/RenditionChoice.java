package io.sightline.recording;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which of a recording's files is meant. */
final class RenditionChoice {
  private RenditionChoice() {}

  /** The mixed WebM; before it is there, what the agent sent, else whatever there is. */
  static Optional<Rendition> standard(List<Rendition> files) {
    return files.stream()
        .filter(file -> !file.kind().equals(Rendition.PICTURE))
        .min(Comparator.comparingInt(RenditionChoice::rank));
  }

  private static int rank(Rendition file) {
    int kind = file.kind().equals(Rendition.MIXED) ? 0 : "agent".equals(file.role()) ? 10 : 20;
    int format = List.of("webm", "mp4").indexOf(file.format());
    return kind + (format < 0 ? 5 : format);
  }

  /**
   * The file asked for.
   *
   * @param wanted a rendition's id or a format; null or empty for the standard one
   */
  static Optional<Rendition> of(List<Rendition> files, String wanted) {
    if (wanted == null || wanted.isEmpty()) {
      return standard(files);
    }
    if (RenditionOptions.FORMATS.contains(wanted)) {
      return files.stream()
          .filter(file -> file.format().equals(wanted))
          .min(Comparator.comparingInt(RenditionChoice::rank));
    }
    try {
      UUID id = UUID.fromString(wanted);
      return files.stream().filter(file -> file.id().equals(id)).findFirst();
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }
}

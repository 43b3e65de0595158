package io.sightline.attachment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of file there are for this product; whatever is none of them is refused. Each is told
 * by its name's ending and proven by its content ({@link FileContent}).
 */
public enum FileType {
  PDF("application/pdf", "pdf"),
  PNG("image/png", "png"),
  JPEG("image/jpeg", "jpg", "jpeg"),
  GIF("image/gif", "gif"),
  WEBP("image/webp", "webp"),
  HEIC("image/heic", "heic", "heif"),
  TXT("text/plain; charset=utf-8", "txt"),
  CSV("text/csv; charset=utf-8", "csv"),
  DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
  XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
  PPTX("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
  ODT("application/vnd.oasis.opendocument.text", "odt"),
  ODS("application/vnd.oasis.opendocument.spreadsheet", "ods"),
  MP4("video/mp4", "mp4");

  private final String mime;
  private final List<String> endings;

  FileType(String mime, String... endings) {
    this.mime = mime;
    this.endings = List.of(endings);
  }

  /** As it is told in {@code Content-Type}. */
  public String mime() {
    return mime;
  }

  /** The name in settings and the ending of files. */
  public String word() {
    return endings.get(0);
  }

  /** The kind that a file's name claims, by what follows its last dot. */
  static Optional<FileType> named(String fileName) {
    String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(type -> type.endings.contains(ending)).findFirst();
  }

  static Optional<FileType> ofWord(String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }
}

package io.sightline.attachment;

import io.sightline.fault.Refusal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a tenant takes of files and pictures.
 *
 * @param filesAllowed whether people of a call may hand each other files
 * @param types of files, at least one
 * @param largestBytes of one file: 1 byte to {@value #LIMIT}
 * @param snapshotsAllowed whether agents may keep a picture of what the customer shows
 */
public record AttachmentRules(
    boolean filesAllowed, Set<FileType> types, long largestBytes, boolean snapshotsAllowed) {
  /** The largest file a tenant can allow, in bytes. */
  public static final long LIMIT = 100L * 1024 * 1024;

  private static final int LONGEST_NAME = 150;

  /** What holds where nothing was chosen: what a phone or an office makes, no films. */
  public static final AttachmentRules STANDARD =
      new AttachmentRules(
          true, EnumSet.complementOf(EnumSet.of(FileType.MP4)), 20L * 1024 * 1024, true);

  /**
   * @throws Refusal naming {@code types} or {@code largestBytes}
   */
  public AttachmentRules {
    types = Set.copyOf(types);
    if (types.isEmpty()) {
      throw Refusal.field("field.value", "types", "Name at least one type, or switch files off.");
    }
    if (largestBytes < 1 || largestBytes > LIMIT) {
      throw Refusal.field("field.range", "largestBytes", "The field must be 1 to " + LIMIT + ".");
    }
  }

  /** A change of some; absent ones stay. */
  public record Change(
      Optional<Boolean> filesAllowed,
      Optional<List<String>> types,
      Optional<Long> largestBytes,
      Optional<Boolean> snapshotsAllowed) {}

  AttachmentRules with(Change change) {
    return new AttachmentRules(
        change.filesAllowed().orElse(filesAllowed),
        change.types().map(AttachmentRules::types).orElse(types),
        change.largestBytes().orElse(largestBytes),
        change.snapshotsAllowed().orElse(snapshotsAllowed));
  }

  private static Set<FileType> types(List<String> words) {
    Set<FileType> types = EnumSet.noneOf(FileType.class);
    for (String word : words) {
      types.add(
          FileType.ofWord(word)
              .orElseThrow(() -> Refusal.field("field.value", "types", "No such type: " + word)));
    }
    return types;
  }

  /** In the order of {@link FileType}. */
  public List<String> words() {
    return types.stream().sorted().map(FileType::word).toList();
  }

  /**
   * The kind of a file that somebody wants to hand over, by its name and size.
   *
   * @throws Refusal {@code file.off}, {@code file.type} or {@code file.too.large}
   */
  public FileType admit(String name, long size) {
    if (!filesAllowed) {
      throw Refusal.of(Refusal.Kind.NOT_ALLOWED, "file.off", "Files are switched off here.");
    }
    FileType type =
        FileType.named(name)
            .filter(types::contains)
            .orElseThrow(
                () ->
                    Refusal.field(
                        "file.type", "name", "Send one of: " + String.join(", ", words()) + "."));
    if (size > largestBytes) {
      throw tooLarge(largestBytes);
    }
    return type;
  }

  static Refusal tooLarge(long largest) {
    return Refusal.of(
        Refusal.Kind.TOO_LARGE, "file.too.large", "A file has at most " + largest + " bytes.");
  }

  /**
   * A name without what names a place or misleads readers.
   *
   * @throws Refusal naming {@code name}
   */
  public static String cleanName(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String clean = last.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\"<>:|?*]", "").strip();
    if (clean.isEmpty() || clean.startsWith(".")) {
      throw Refusal.field("field.value", "name", "The file needs a name.");
    }
    if (clean.length() <= LONGEST_NAME) {
      return clean;
    }
    int dot = clean.lastIndexOf('.');
    String ending = dot < 0 || clean.length() - dot > 10 ? "" : clean.substring(dot);
    return clean.substring(0, LONGEST_NAME - ending.length()) + ending;
  }
}

package io.sightline.composition;

import io.sightline.media.store.SealedFile;
import io.sightline.recording.RenditionOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** The files of an attempt: each attempt has its own directory, so that none spoils another's. */
final class CompositionFiles {
  private static final int BUFFER = 65_536;
  private static final Set<String> MIMES =
      Set.of(
          "video/webm",
          "audio/webm",
          "video/mp4",
          "audio/mp4",
          "audio/mpeg",
          "audio/wav",
          "image/jpeg",
          "image/png");

  private CompositionFiles() {}

  /** Below the recording's directory; the owner's unique part names it. */
  static Path attempt(Path recording, Lease lease) {
    String unique = lease.owner().substring(lease.owner().lastIndexOf('/') + 1);
    return recording.resolve("renditions").resolve(prefix(lease.jobId(), lease.kind()) + unique);
  }

  /** Where a recording is copied while it runs, for a job that is not there yet. */
  static Path meanwhile(Path recording) {
    return recording.resolve("renditions").resolve(CompositionJob.REMUX + "-" + UUID.randomUUID());
  }

  /** How the names of the directories of all attempts at a job begin. */
  static String prefix(UUID jobId, String kind) {
    return kind.equals(CompositionJob.ORDER) ? kind + "-" + jobId + "-" : kind + "-";
  }

  /**
   * Looks whether a file is there and opens, without reading it through.
   *
   * @throws MixerFailure when it does not
   */
  static void open(MixerResult.MadeFile file, Path attempt, byte[] key)
      throws MixerFailure, IOException {
    try (SeekableByteChannel sealed = SealedFile.open(place(file, attempt), key)) {
      if (sealed.size() != file.bytes()) {
        throw MixerFailure.lied("a file of another size");
      }
    }
  }

  /**
   * Reads a file through and compares it with the report.
   *
   * @param alive asked between two blocks; false ends the reading
   * @throws MixerFailure when the file is not as reported
   */
  static void verify(MixerResult.MadeFile file, Path attempt, byte[] key, BooleanSupplier alive)
      throws MixerFailure, IOException {
    try (SeekableByteChannel sealed = SealedFile.open(place(file, attempt), key)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      ByteBuffer block = ByteBuffer.allocate(BUFFER);
      while (sealed.read(block) >= 0) {
        sha256.update(block.flip());
        block.clear();
        if (!alive.getAsBoolean()) {
          throw MixerFailure.interrupted();
        }
      }
      String hash = HexFormat.of().formatHex(sha256.digest());
      if (sealed.size() != file.bytes() || !hash.equals(file.sha256())) {
        throw MixerFailure.lied("a file of other content");
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  private static Path place(MixerResult.MadeFile file, Path attempt) throws MixerFailure {
    Path path = file.path().normalize();
    if (!path.startsWith(attempt)
        || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        || !RenditionOptions.FORMATS.contains(file.format())
        || !MIMES.contains(file.mime())
        || (file.durationMs() <= 0 && !RenditionOptions.isPicture(file.format()))
        || file.offsetMs() < 0
        || file.bytes() <= 0) {
      throw MixerFailure.lied("a file that is not there");
    }
    return path;
  }

  /** Removes the directories of all other attempts at that job. */
  static void removeOthers(Path attempt, Lease lease) throws IOException {
    String all = prefix(lease.jobId(), lease.kind()) + "*";
    try (var found = Files.newDirectoryStream(attempt.getParent(), all)) {
      for (Path other : found) {
        if (!other.equals(attempt)) {
          remove(other);
        }
      }
    }
  }

  static void remove(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

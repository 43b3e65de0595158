package io.sightline.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A secret in a file of its own: made once, complete or not at all, readable by its owner alone.
 * Two servers starting at once on one directory end up with the same content.
 */
public final class KeyFile {
  private static final FileAttribute<?> DIRECTORY_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private KeyFile() {}

  /**
   * The content of the file, which is first made from {@code fresh} where it does not exist.
   *
   * @throws IOException when it can neither be read nor written
   */
  public static byte[] readOrCreate(Path path, Supplier<byte[]> fresh) throws IOException {
    if (!Files.exists(path)) {
      Files.createDirectories(path.getParent(), DIRECTORY_MODE);
      Path temporary = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID());
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              FILE_MODE)) {
        ByteBuffer content = ByteBuffer.wrap(fresh.get());
        while (content.hasRemaining()) {
          channel.write(content);
        }
        channel.force(true);
      }
      publish(temporary, path);
    }
    return Files.readAllBytes(path);
  }

  /** A hard link never replaces what another server has just put there. */
  private static void publish(Path temporary, Path path) throws IOException {
    try {
      Files.createLink(path, temporary);
    } catch (FileAlreadyExistsException otherWasFirst) {
      if (!Files.isReadable(path)) {
        throw otherWasFirst;
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }
}

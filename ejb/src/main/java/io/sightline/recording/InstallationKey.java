package io.sightline.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** The key under which all tenants' keys are wrapped: 32 bytes in a file of its owner's alone. */
final class InstallationKey {
  private static final String NAME = "recordings.key";

  private InstallationKey() {}

  /**
   * Reads the key, or generates it at the very first start.
   *
   * @param keys directory, made with mode 0700 where missing
   * @throws IOException when the file is not readable or not a key
   */
  static byte[] readOrCreate(Path keys) throws IOException {
    Path file = keys.resolve(NAME);
    if (!Files.exists(file)) {
      create(keys, file);
    }
    byte[] key = Files.readAllBytes(file);
    if (key.length != KeyWrap.KEY_BYTES) {
      throw new IOException(file + " does not hold a key of " + KeyWrap.KEY_BYTES + " bytes");
    }
    return key;
  }

  /** Another process may come first: the key is complete before it gets its name, and stays. */
  private static void create(Path keys, Path file) throws IOException {
    boolean posix = keys.getFileSystem().supportedFileAttributeViews().contains("posix");
    Files.createDirectories(keys, mode(posix, "rwx------"));
    Path fresh = keys.resolve(NAME + "." + UUID.randomUUID());
    try (FileChannel out =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            mode(posix, "rw-------"))) {
      out.write(ByteBuffer.wrap(KeyWrap.freshKey()));
      out.force(true);
    }
    try {
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      System.getLogger(InstallationKey.class.getName())
          .log(System.Logger.Level.DEBUG, "another process made the installation key", e);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static FileAttribute<?>[] mode(boolean posix, String permissions) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}

package io.sightline.media.recorder;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Where a recording's files lie, and how small ones are written there whole or not at all. */
final class RecordingDirectory {
  static final String INFO = "recording.json";
  static final String MANIFEST = "manifest.json";
  static final String SIGNATURE = "manifest.sig";

  /** How a file is made; tests put disks that fail in its place. */
  @FunctionalInterface
  interface Opener {
    /**
     * Makes a file that must not exist, for appending.
     *
     * @throws IOException when it cannot be made
     */
    FileChannel create(Path path) throws IOException;
  }

  static final Opener PLAIN =
      path -> FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path path;
  private final Opener opener;
  private final StoreSync store;
  private boolean partOfStore;

  /**
   * A directory that may not exist yet.
   *
   * @param store what forces the whole store, or null for one that is not recorded to
   */
  RecordingDirectory(Path path, Opener opener, StoreSync store) {
    this.path = path;
    this.opener = opener;
    this.store = store;
  }

  /** Makes it where it is missing. */
  void make() throws IOException {
    Files.createDirectories(path);
    partOfStore = store != null && opener == PLAIN && store.holds(path);
  }

  /** Whether forcing the whole store forces the files in here; known once it is made. */
  boolean isPartOfStore() {
    return partOfStore;
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  FileChannel create(String name) throws IOException {
    return opener.create(path.resolve(name));
  }

  /** How JSON is written. */
  static byte[] bytes(JsonObject content) {
    return content.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Writes a file under a temporary name, forces it, renames it. */
  void write(String name, byte[] bytes) throws IOException {
    Path temporary = path.resolve(name + ".part");
    Files.deleteIfExists(temporary);
    try (FileChannel channel = opener.create(temporary)) {
      ByteBuffer view = ByteBuffer.wrap(bytes);
      while (view.hasRemaining()) {
        channel.write(view);
      }
      channel.force(true);
    }
    Files.move(
        temporary,
        path.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** A new name survives a power cut only when its directory was forced too. */
  void force() throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}

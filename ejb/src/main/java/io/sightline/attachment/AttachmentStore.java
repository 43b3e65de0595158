package io.sightline.attachment;

import io.sightline.fault.Refusal;
import io.sightline.media.store.SealedFile;
import io.sightline.recording.KeyVault;
import io.sightline.recording.RecordingSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The files themselves, each sealed under a key of its own as it is received: no plaintext touches
 * a disk. Safe from any thread.
 */
@ApplicationScoped
public class AttachmentStore {
  private static final System.Logger LOG = System.getLogger(AttachmentStore.class.getName());
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int CHUNK = 65_536;

  /** Room that files leave to recordings, in bytes. */
  private static final long RESERVE = 512L * 1024 * 1024;

  private KeyVault vault;
  private Path root;
  private Clock clock;

  /** For the container. */
  protected AttachmentStore() {}

  @Inject
  public AttachmentStore(KeyVault vault, RecordingSettings settings, Clock clock) {
    this(vault, settings.home().resolve("attachments"), clock);
  }

  AttachmentStore(KeyVault vault, Path root, Clock clock) {
    this.vault = vault;
    this.root = root.toAbsolutePath().normalize();
    this.clock = clock;
  }

  /**
   * Takes a file in.
   *
   * @param largest in bytes
   * @throws Refusal {@code file.empty}, {@code file.too.large}, {@code file.content}, {@code
   *     file.no.room} or {@code body.unreadable}; nothing is left behind then
   */
  public SealedUpload receive(String tenantId, FileType type, InputStream body, long largest) {
    UUID id = UUID.randomUUID();
    String tenant = tenantId.replaceAll("[^A-Za-z0-9_-]", "_");
    String relative = tenant + "/" + DAY.format(clock.instant()) + "/" + id + ".sealed";
    Path path = root.resolve(relative);
    KeyVault.NewKey key = vault.freshKey(tenantId);
    boolean whole = false;
    try {
      requireRoom(path, largest);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      long size;
      try (SealedFile file = SealedFile.create(path, key.key())) {
        size = copy(body, file, digest, largest);
        if (size == 0) {
          throw Refusal.of(Refusal.Kind.MALFORMED, "file.empty", "The file is empty.");
        }
        if (!FileContent.is(type, file)) {
          throw Refusal.of(
              Refusal.Kind.MALFORMED,
              "file.content",
              "The content is not what the name says: " + type.word() + ".");
        }
        file.force();
      }
      whole = true;
      String hash = HexFormat.of().formatHex(digest.digest());
      return new SealedUpload(id, type, size, hash, key.wrapped(), relative);
    } catch (IOException e) {
      throw new UncheckedIOException("a file could not be stored", e);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      if (!whole) {
        remove(relative);
      }
    }
  }

  private void requireRoom(Path path, long largest) throws IOException {
    Path directory = path.getParent();
    Files.createDirectories(directory);
    if (Files.getFileStore(directory).getUsableSpace() < RESERVE + largest) {
      throw Refusal.of(
          Refusal.Kind.UNAVAILABLE, "file.no.room", "There is no room for files. Try later.");
    }
  }

  private static long copy(InputStream body, SealedFile file, MessageDigest digest, long largest)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    long size = 0;
    for (int count = next(body, chunk); count >= 0; count = next(body, chunk)) {
      size += count;
      if (size > largest) {
        throw AttachmentRules.tooLarge(largest);
      }
      digest.update(chunk, 0, count);
      file.write(ByteBuffer.wrap(chunk, 0, count));
    }
    return size;
  }

  private static int next(InputStream body, byte[] chunk) {
    try {
      return body.read(chunk);
    } catch (IOException cancelled) {
      throw Refusal.of(Refusal.Kind.MALFORMED, "body.unreadable", "The body ended too early.");
    }
  }

  /**
   * Opens the plaintext; each caller closes its own.
   *
   * @throws IOException when the file is away or not authentic
   */
  SeekableByteChannel open(Attachment attachment) throws IOException {
    byte[] key = vault.open(attachment.tenantId(), attachment.wrappedKey());
    return SealedFile.open(root.resolve(attachment.path()), key);
  }

  /** Removes what belongs to no call. */
  public void discard(SealedUpload file) {
    remove(file.path());
  }

  /** Removes a file; one that is away is as good as removed. Answers whether it is. */
  boolean remove(String relative) {
    try {
      Files.deleteIfExists(root.resolve(relative));
      return true;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "a file was not removed: " + relative, e);
      return false;
    }
  }

  /** All files, relative to the root, that were written before a time. */
  List<String> before(Instant time) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(path -> path.toFile().lastModified() < time.toEpochMilli())
          .map(path -> root.relativize(path).toString().replace('\\', '/'))
          .toList();
    }
  }
}

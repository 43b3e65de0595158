package io.sightline.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Places in the store. Every path handed out lies below its root. */
@ApplicationScoped
public class RecordingStore {
  private static final System.Logger LOG = System.getLogger(RecordingStore.class.getName());
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Names below the root: tenant, year, month, day, id. */
  private static final int DEPTH = 5;

  private Path root;

  /** For the container. */
  public RecordingStore() {}

  @Inject
  RecordingStore(RecordingSettings settings) {
    this(settings.store());
  }

  RecordingStore(Path root) {
    this.root = root;
  }

  public Path root() {
    return root;
  }

  /** Where a recording goes, relative to the root: tenant/year/month/day/id. */
  static String directory(String tenantId, UUID recordingId, Instant at) {
    String tenant = tenantId.replaceAll("[^A-Za-z0-9_-]", "_");
    return tenant + "/" + DAY.format(at) + "/" + recordingId;
  }

  /**
   * The place of a stored relative path.
   *
   * @throws IllegalArgumentException when it would leave the store
   */
  public Path resolve(String relative) {
    Path path = root.resolve(relative).normalize();
    if (!path.startsWith(root) || path.equals(root)) {
      throw new IllegalArgumentException("a path leads out of the store");
    }
    return path;
  }

  /** The stored form of a place. */
  public String relative(Path path) {
    Path normal = path.toAbsolutePath().normalize();
    if (!normal.startsWith(root)) {
      throw new IllegalArgumentException("a path leads out of the store");
    }
    return root.relativize(normal).toString().replace('\\', '/');
  }

  /**
   * Room in the store, in bytes.
   *
   * @param free usable by this process
   */
  public record Space(long free, long total) {}

  /** The room there is, or nothing when the store cannot be made or read. */
  public Optional<Space> space() {
    try {
      Files.createDirectories(root);
      FileStore files = Files.getFileStore(root);
      return Optional.of(new Space(files.getUsableSpace(), files.getTotalSpace()));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the store cannot be reached", e);
      return Optional.empty();
    }
  }

  /**
   * All directories that are placed and named like a recording's, by the recording's id; relative
   * to the root.
   */
  public Map<UUID, String> recordings() throws IOException {
    Map<UUID, String> found = new HashMap<>();
    if (!Files.isDirectory(root)) {
      return found;
    }
    try (Stream<Path> places = Files.walk(root, DEPTH)) {
      for (Path place : (Iterable<Path>) places::iterator) {
        if (root.relativize(place).getNameCount() == DEPTH
            && Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
          id(place).ifPresent(id -> found.put(id, relative(place)));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return found;
  }

  private static Optional<UUID> id(Path place) {
    String name = String.valueOf(place.getFileName());
    try {
      return Optional.of(UUID.fromString(name)).filter(id -> id.toString().equals(name));
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  /** The track logs in a recording's directory; none when there is no such directory. */
  public List<Path> trackLogs(String directory) throws IOException {
    Path place = resolve(directory);
    List<Path> logs = new ArrayList<>();
    if (Files.isDirectory(place)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(place, "track-*.sltl")) {
        found.forEach(logs::add);
      }
    }
    return logs;
  }
}

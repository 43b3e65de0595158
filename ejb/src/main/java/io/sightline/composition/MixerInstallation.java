package io.sightline.composition;

import io.sightline.recording.RecordingSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * The mixer program's jar on disk: the configured one, or the one that comes along, unpacked to
 * {@code ${sightline.home}/mixer/<sha256>/} when it is first needed. Its native libraries unpack
 * themselves to {@code ${sightline.home}/mixer/natives/}.
 */
@ApplicationScoped
public class MixerInstallation {
  private static final String RESOURCE = "/mixer/sightline-mixer.jar";

  /** See docs/performance.md, Mixing. */
  private static final long BRIEF_MS = 90_000;

  /** The mixer's segments last two minutes: a shorter recording has no work for a second thread. */
  private static final long SEGMENTED_MS = 150_000;

  /** More would need more than 400 MB; docs/performance.md, Mixing. */
  private static final int MOST_WORKERS = 3;

  private RecordingSettings settings;
  private Path unpacked;

  /** For the container. */
  public MixerInstallation() {}

  @Inject
  MixerInstallation(RecordingSettings settings) {
    this.settings = settings;
  }

  /**
   * The command that runs the mixer.
   *
   * @param mediaMs length of the recording
   * @param awaited whether it is a copy, which is to be there at once
   * @throws IOException when there is no mixer or it cannot be unpacked
   */
  public synchronized List<String> command(long mediaMs, boolean awaited) throws IOException {
    return command(awaited, mediaMs < BRIEF_MS).words();
  }

  /** The command that runs the mixer to stay and copy recordings while they run. */
  synchronized List<String> copying() throws IOException {
    return command(true, false).staying();
  }

  private MixerCommand command(boolean awaited, boolean brief) throws IOException {
    Path jar = settings.mixerJar().orElse(null);
    if (jar == null) {
      if (unpacked == null || !Files.isRegularFile(unpacked)) {
        unpacked = unpack();
      }
      jar = unpacked;
    }
    Path java = settings.mixerJava().resolve("bin").resolve("java");
    Path natives = Files.createDirectories(settings.home().resolve("mixer").resolve("natives"));
    int heap = settings.mixerHeapMegabytes();
    int beside = settings.mixerNativeMegabytes();
    return new MixerCommand(java, jar, natives, heap, beside, awaited, brief);
  }

  /** Threads that share a recording of that length: all processors, shared with other mixers. */
  int workers(long mediaMs) {
    int share = Runtime.getRuntime().availableProcessors() / settings.mixers();
    return mediaMs < SEGMENTED_MS ? 1 : Math.max(1, Math.min(MOST_WORKERS, share));
  }

  private Path unpack() throws IOException {
    Path place = settings.home().resolve("mixer");
    Files.createDirectories(place);
    Path fresh = place.resolve(UUID.randomUUID() + ".part");
    try (InputStream resource = MixerInstallation.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IOException("this build has no mixer and sightline.mixer.jar is not set");
      }
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      Files.copy(new DigestInputStream(resource, sha256), fresh);
      Path directory = place.resolve(HexFormat.of().formatHex(sha256.digest()));
      Files.createDirectories(directory);
      Path jar = directory.resolve("sightline-mixer.jar");
      Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return jar;
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}

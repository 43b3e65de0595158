package io.sightline.composition;

import io.sightline.recording.RecordingQueries;
import io.sightline.recording.RecordingSettings;
import io.sightline.recording.RecordingStore;
import io.sightline.recording.StoredRecording;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Compares the files in the store with the rows. A missing rendition is made again from its track
 * logs. The only files removed are those of an attempt that no row names, of a job that is done and
 * whose registered files all exist. Everything else is listed for the administrator.
 */
@ApplicationScoped
public class StoreReconciliation {
  private static final System.Logger LOG = System.getLogger(StoreReconciliation.class.getName());
  private static final int PAGE = 200;
  private static final int MAX_FINDINGS = 1_000;

  private RecordingQueries recordings;
  private CompositionLedger jobs;
  private RecordingStore store;
  private RecordingSettings settings;
  private volatile List<String> findings = List.of();

  /** For the container. */
  public StoreReconciliation() {}

  @Inject
  StoreReconciliation(
      RecordingQueries recordings,
      CompositionLedger jobs,
      RecordingStore store,
      RecordingSettings settings) {
    this.recordings = recordings;
    this.jobs = jobs;
    this.store = store;
    this.settings = settings;
  }

  /** What the last comparison found and could not mend, the first thousand; empty before it. */
  public List<String> findings() {
    return findings;
  }

  /**
   * Compares and mends.
   *
   * @throws IOException when the store cannot be read; nothing has been removed on its account
   */
  public void run() throws IOException {
    List<String> found = new ArrayList<>();
    Map<UUID, String> places = store.recordings();
    UUID after = null;
    List<StoredRecording> page = recordings.stored(settings.node(), null, PAGE);
    while (!page.isEmpty()) {
      for (StoredRecording recording : page) {
        compare(recording, found);
        after = recording.id();
      }
      page = recordings.stored(settings.node(), after, PAGE);
    }
    withoutRow(places, found);
    found.forEach(
        finding -> LOG.log(System.Logger.Level.WARNING, "store and rows differ: {0}", finding));
    findings = List.copyOf(found.subList(0, Math.min(found.size(), MAX_FINDINGS)));
  }

  private void withoutRow(Map<UUID, String> places, List<String> found) {
    List<UUID> ids = new ArrayList<>(places.keySet());
    for (int from = 0; from < ids.size(); from += PAGE) {
      List<UUID> some = ids.subList(from, Math.min(ids.size(), from + PAGE));
      Set<UUID> known = recordings.known(some);
      some.stream()
          .filter(id -> !known.contains(id))
          .forEach(id -> found.add("directory-without-row " + places.get(id)));
    }
  }

  private void compare(StoredRecording recording, List<String> found) throws IOException {
    boolean logs = !store.trackLogs(recording.directory()).isEmpty();
    if (recording.settled() && recording.captured() && !logs) {
      found.add("capture-missing " + recording.directory());
    }
    for (CompositionLedger.Made job : jobs.made(recording.id())) {
      List<Path> registered =
          recording.files().stream()
              .filter(file -> job.id().equals(file.jobId()))
              .map(file -> store.resolve(file.path()))
              .toList();
      List<Path> missing = registered.stream().filter(file -> !Files.isRegularFile(file)).toList();
      if (missing.isEmpty()) {
        tidy(recording, job, registered);
      } else if (!logs || !jobs.again(job.id())) {
        missing.forEach(file -> found.add("rendition-missing " + store.relative(file)));
      } else {
        LOG.log(
            System.Logger.Level.WARNING,
            "recording {0} lacks files of its {1}, which is made again",
            recording.id(),
            job.kind());
      }
    }
    tidyCancelled(recording);
  }

  /** Removes what attempts have left that neither are registered nor can be any more. */
  private void tidy(StoredRecording recording, CompositionLedger.Made job, List<Path> registered)
      throws IOException {
    if (!registered.isEmpty() && job.done()) {
      for (Path attempt : attempts(recording, CompositionFiles.prefix(job.id(), job.kind()))) {
        if (registered.stream().noneMatch(file -> file.startsWith(attempt))) {
          remove(attempt);
        }
      }
    }
  }

  /**
   * Removes files of orders that somebody has taken back. Directories are looked at before rows: an
   * order's row is older than its directory.
   */
  private void tidyCancelled(StoredRecording recording) throws IOException {
    List<Path> attempts = attempts(recording, CompositionJob.ORDER + "-");
    if (attempts.isEmpty()) {
      return;
    }
    List<String> known =
        jobs.made(recording.id()).stream()
            .map(job -> CompositionFiles.prefix(job.id(), job.kind()))
            .toList();
    for (Path attempt : attempts) {
      if (known.stream().noneMatch(attempt.getFileName().toString()::startsWith)) {
        remove(attempt);
      }
    }
  }

  private List<Path> attempts(StoredRecording recording, String prefix) throws IOException {
    Path place = store.resolve(recording.directory()).resolve("renditions");
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(place)) {
      try (DirectoryStream<Path> attempts = Files.newDirectoryStream(place, prefix + "*")) {
        attempts.forEach(found::add);
      }
    }
    return found;
  }

  private static void remove(Path attempt) throws IOException {
    LOG.log(System.Logger.Level.INFO, "removed what an attempt has left: {0}", attempt);
    CompositionFiles.remove(attempt);
  }
}

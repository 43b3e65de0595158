package io.sightline.composition;

import io.sightline.recording.RecordingQueries;
import io.sightline.recording.RecordingSettings;
import io.sightline.recording.RecordingStore;
import io.sightline.recording.Rendition;
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
  private static final Map<String, String> JOBS =
      Map.of(Rendition.CAPTURE, CompositionJob.REMUX, Rendition.MIXED, CompositionJob.MIX);

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
    for (Map.Entry<String, String> job : JOBS.entrySet()) {
      List<Path> registered =
          recording.files().stream()
              .filter(file -> file.kind().equals(job.getKey()))
              .map(file -> store.resolve(file.path()))
              .toList();
      List<Path> missing = registered.stream().filter(file -> !Files.isRegularFile(file)).toList();
      if (missing.isEmpty()) {
        tidy(recording, job.getValue(), registered);
      } else if (!logs || !jobs.again(recording.id(), job.getValue())) {
        missing.forEach(file -> found.add("rendition-missing " + store.relative(file)));
      } else {
        LOG.log(
            System.Logger.Level.WARNING,
            "recording {0} lacks files of its {1}, which is made again",
            recording.id(),
            job.getValue());
      }
    }
  }

  /** Removes what attempts have left that neither are registered nor can be any more. */
  private void tidy(StoredRecording recording, String kind, List<Path> registered)
      throws IOException {
    Path place = store.resolve(recording.directory()).resolve("renditions");
    if (registered.isEmpty() || !Files.isDirectory(place) || !jobs.isDone(recording.id(), kind)) {
      return;
    }
    try (DirectoryStream<Path> attempts = Files.newDirectoryStream(place, kind + "-*")) {
      for (Path attempt : attempts) {
        if (registered.stream().noneMatch(file -> file.startsWith(attempt))) {
          LOG.log(System.Logger.Level.INFO, "removed what an attempt has left: {0}", attempt);
          CompositionFiles.remove(attempt);
        }
      }
    }
  }
}

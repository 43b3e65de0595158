package io.sightline.mixer;

import io.sightline.mixer.av.Container;
import io.sightline.mixer.track.GrowingTracks;
import io.sightline.mixer.track.RecordingTracks;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.logging.Logger;

/**
 * Copies of each participant's audio and video, as they were sent, one file each; made while the
 * recording runs or once it has ended. A file's time begins with its own first media; {@code
 * offsetMs} says where that lies on the timeline. Used by one thread at a time.
 */
final class Copies implements Closeable {
  private static final Logger LOG = Logger.getLogger(Copies.class.getName());

  /** A participant's media are placed only when so much of them says how clocks relate. */
  private static final long HOLD_NS = 10_000_000_000L;

  /** What came so long before the newest media is on disk in all logs, and given up if lost. */
  private static final long SETTLED_NS = 2_500_000_000L;

  private final Path directory;
  private final byte[] outputKey;
  private final Path outputDirectory;
  private final Map<String, Job.Output> wanted = new LinkedHashMap<>();
  private final Map<String, RemuxOutput> outputs = new LinkedHashMap<>();
  private final GrowingTracks tracks;
  private boolean complete;

  /** Copies as a job asks for. */
  Copies(Job job) {
    this(job.directory(), job.key(), job.outputKey(), job.outputDirectory());
    job.outputs().forEach(output -> wanted.put(output.participantId(), output));
  }

  /**
   * Copies of everybody.
   *
   * @param directory the recording's, with its track logs
   */
  Copies(Path directory, byte[] key, byte[] outputKey, Path outputDirectory) {
    this.directory = directory;
    this.outputKey = outputKey;
    this.outputDirectory = outputDirectory;
    this.tracks = new GrowingTracks(directory, key);
  }

  /**
   * Copies what was appended to the logs since the time before.
   *
   * @throws IOException if these copies cannot be made before the recording has ended
   */
  void advance() throws IOException, JobException {
    boolean holds = tracks.look(false);
    if (tracks.tracks().isEmpty()) {
      return;
    }
    if (outputs.isEmpty()) {
      tracks.anew();
    } else if (!holds) {
      again("its clocks are other than they seemed");
    }
    copy(tracks.newestNs() - SETTLED_NS - tracks.zeroNs(), done -> {});
  }

  /** Whether anything is copied already. */
  boolean begun() {
    return !outputs.isEmpty();
  }

  /**
   * Copies the rest; from then on the files can be played.
   *
   * @return {@code files}, not yet read back
   */
  JsonObject finish(DoubleConsumer progress) throws IOException, JobException {
    complete = true;
    boolean holds = tracks.look(true);
    if (tracks.tracks().isEmpty()) {
      throw new JobException(
          JobException.Reason.INPUT_UNREADABLE, "the recording holds no media that can be read");
    }
    if (!holds) {
      again("its copies would not be in step");
    }
    copy(Long.MAX_VALUE, progress);
    JsonArrayBuilder files = Json.createArrayBuilder();
    for (RemuxOutput output : outputs.values()) {
      files.add(output.published());
    }
    return Json.createObjectBuilder().add("files", files).build();
  }

  /** Reads all files back and tells what they hold; those that are not as planned are removed. */
  JsonObject verified(DoubleConsumer progress) throws JobException {
    JsonArrayBuilder files = Json.createArrayBuilder();
    JsonArrayBuilder reports = Json.createArrayBuilder();
    Map<String, List<RecordingTracks.Track>> known = byParticipant();
    int done = 0;
    for (Map.Entry<String, RemuxOutput> entry : outputs.entrySet()) {
      files.add(entry.getValue().verified());
      entry.getValue().reports(known.get(entry.getKey())).build().forEach(reports::add);
      done++;
      progress.accept((double) done / outputs.size());
    }
    return Json.createObjectBuilder()
        .add("files", files)
        .add("startNs", tracks.zeroNs())
        .add("durationMs", tracks.durationNs() / 1_000_000)
        .add("tracks", reports)
        .build();
  }

  /** Begins anew, by what is known now. */
  private void again(String why) throws IOException {
    LOG.info(() -> "the copies of a recording begin anew: " + why);
    for (RemuxOutput output : outputs.values()) {
      output.close();
    }
    outputs.clear();
    tracks.anew();
  }

  private void copy(long untilNs, DoubleConsumer progress) throws IOException, JobException {
    Map<String, List<RecordingTracks.Track>> byParticipant = byParticipant();
    arrange(byParticipant);
    int at = 0;
    for (RemuxOutput output : outputs.values()) {
      double before = at++;
      int all = outputs.size();
      output.copy(tracks, untilNs, complete, done -> progress.accept((before + done) / all));
    }
  }

  /** Has a file for everybody: a new one for who came, or has other tracks than before. */
  private void arrange(Map<String, List<RecordingTracks.Track>> byParticipant)
      throws IOException, JobException {
    for (Map.Entry<String, List<RecordingTracks.Track>> entry : byParticipant.entrySet()) {
      String participant = entry.getKey();
      List<RecordingTracks.Track> own = entry.getValue();
      RemuxOutput output = outputs.get(participant);
      if (output != null && !output.isOf(own)) {
        output.close();
        outputs.remove(participant);
        output = null;
      }
      if (output == null && (complete || knownLongEnough(own))) {
        Job.Output wish = wish(participant, own);
        if (wish != null) {
          outputs.put(participant, new RemuxOutput(wish, outputKey, tracks, own));
        }
      }
    }
    if (!byParticipant.keySet().containsAll(wanted.keySet())) {
      throw new JobException(
          JobException.Reason.BAD_JOB, "a participant has no media in this recording");
    }
  }

  private boolean knownLongEnough(List<RecordingTracks.Track> own) {
    return own.stream().allMatch(track -> tracks.newestNs() - track.firstArrivalNs() >= HOLD_NS);
  }

  /** Null where nothing is to be made of a participant's media. */
  private Job.Output wish(String participant, List<RecordingTracks.Track> own) throws IOException {
    if (!wanted.isEmpty()) {
      return wanted.get(participant);
    }
    Container container = RemuxOutput.containerFor(own);
    if (own.stream().noneMatch(track -> CopiedTrack.fits(track, container))) {
      LOG.warning("a participant has no media that can be copied");
      return null;
    }
    Files.createDirectories(outputDirectory);
    boolean plain = participant.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
    String name = plain ? participant : "participant-" + outputs.size();
    return new Job.Output(
        container,
        outputDirectory.resolve(name + '.' + container.extension()),
        participant,
        null,
        false);
  }

  /** Cameras and voices; screens are recordings of their own. */
  private Map<String, List<RecordingTracks.Track>> byParticipant() {
    List<RecordingTracks.Track> all = tracks.tracks();
    boolean onlyScreens = all.stream().allMatch(track -> track.description().screen());
    Map<String, List<RecordingTracks.Track>> byParticipant = new LinkedHashMap<>();
    all.stream()
        .filter(track -> onlyScreens || !track.description().screen())
        .sorted(
            Comparator.comparing((RecordingTracks.Track track) -> !track.description().video())
                .thenComparingLong(RecordingTracks.Track::firstArrivalNs))
        .forEach(
            track ->
                byParticipant
                    .computeIfAbsent(track.description().participantId(), id -> new ArrayList<>())
                    .add(track));
    return byParticipant;
  }

  /** Also removes files that were not read back. */
  @Override
  public void close() throws IOException {
    tracks.close();
    for (RemuxOutput output : outputs.values()) {
      output.close();
    }
  }

  @Override
  public String toString() {
    return "Copies[" + directory + "]";
  }
}

package io.sightline.mixer;

import io.sightline.mixer.av.Container;
import io.sightline.mixer.track.RecordingTracks;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;

/**
 * Copies each participant's audio and video, as they were sent, into a file of their own. A file's
 * time begins with its own first media; {@code offsetMs} says where that lies on the timeline.
 */
final class RemuxRun {
  private static final Logger LOG = Logger.getLogger(RemuxRun.class.getName());

  private final Job job;
  private final RecordingTracks tracks;
  private final Progress progress;

  RemuxRun(Job job, RecordingTracks tracks, Progress progress) {
    this.job = job;
    this.tracks = tracks;
    this.progress = progress;
  }

  JsonObject run() throws IOException, JobException {
    Map<String, List<RecordingTracks.Track>> byParticipant = byParticipant();
    List<Job.Output> outputs = outputs(byParticipant);
    JsonArrayBuilder files = Json.createArrayBuilder();
    JsonArrayBuilder trackList = Json.createArrayBuilder();
    int done = 0;
    for (Job.Output output : outputs) {
      List<RecordingTracks.Track> own = byParticipant.get(output.participantId());
      if (own == null) {
        throw new JobException(
            JobException.Reason.BAD_JOB, "a participant has no media in this recording");
      }
      try (RemuxOutput remux = new RemuxOutput(output, job.outputKey(), tracks, own)) {
        double from = (double) done / outputs.size();
        double share = 1.0 / outputs.size();
        remux.copy(fraction -> progress.report(0.02 + 0.98 * (from + share * fraction)));
        files.add(remux.verified());
        remux.reports().forEach(trackList::add);
      }
      done++;
      progress.report(0.02 + 0.98 * done / outputs.size());
    }
    return Json.createObjectBuilder()
        .add("files", files)
        .add("startNs", tracks.timeline().zeroNs())
        .add("durationMs", tracks.timeline().durationNs() / 1_000_000)
        .add("tracks", trackList)
        .build();
  }

  /** Cameras and voices; screens are recordings of their own. */
  private Map<String, List<RecordingTracks.Track>> byParticipant() {
    boolean onlyScreens = tracks.tracks().stream().allMatch(track -> track.description().screen());
    Map<String, List<RecordingTracks.Track>> byParticipant = new LinkedHashMap<>();
    tracks.tracks().stream()
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

  private List<Job.Output> outputs(Map<String, List<RecordingTracks.Track>> byParticipant)
      throws IOException {
    if (!job.outputs().isEmpty()) {
      return job.outputs();
    }
    Path directory = Files.createDirectories(job.outputDirectory());
    List<Job.Output> outputs = new ArrayList<>();
    for (Map.Entry<String, List<RecordingTracks.Track>> entry : byParticipant.entrySet()) {
      String id = entry.getKey();
      String name =
          id.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}") ? id : "participant-" + outputs.size();
      Container container = RemuxOutput.containerFor(entry.getValue());
      if (entry.getValue().stream().noneMatch(track -> CopiedTrack.fits(track, container))) {
        LOG.warning("a participant has no media that can be copied");
        continue;
      }
      outputs.add(
          new Job.Output(
              container, directory.resolve(name + '.' + container.extension()), id, null, false));
    }
    return outputs;
  }
}

package io.sightline.mixer;

import io.sightline.mixer.av.AudioDecoder;
import io.sightline.mixer.scene.LayoutKind;
import io.sightline.mixer.scene.Scene;
import io.sightline.mixer.scene.SpeakerTurn;
import io.sightline.mixer.track.RecordingTracks;
import io.sightline.mixer.track.TrackReader;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Mixes a recording into one or more files in a single pass over its tracks. */
final class MixRun {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final double LISTENING = 0.05;

  private final Job job;
  private final RecordingTracks tracks;
  private final Progress progress;
  private final int framesPerSecond;
  private final long ticks;
  private final List<MixOutput> files = new ArrayList<>();
  private final List<StillOutput> stills = new ArrayList<>();
  private final List<AudioTrack> audios = new ArrayList<>();
  private Scene scene;
  private Composer composer;
  private long lastEncodedTick = Long.MIN_VALUE;

  MixRun(Job job, RecordingTracks tracks, Progress progress) {
    this.job = job;
    this.tracks = tracks;
    this.progress = progress;
    this.framesPerSecond = job.profile().framesPerSecond;
    long durationNs = tracks.timeline().durationNs();
    this.ticks = Math.max(1, (durationNs * framesPerSecond + SECOND_NS - 1) / SECOND_NS);
  }

  JsonObject run() throws IOException, JobException {
    try {
      open();
      mix();
      for (MixOutput file : files) {
        file.finish();
      }
      for (StillOutput still : stills) {
        still.finish();
      }
      return result();
    } finally {
      close();
    }
  }

  private void open() throws IOException {
    boolean video = tracks.tracks().stream().anyMatch(track -> track.description().video());
    boolean still = job.outputs().stream().anyMatch(output -> output.container().still());
    boolean moving = job.outputs().stream().anyMatch(output -> output.container().moving());
    if (still || (video && moving)) {
      LayoutKind kind = job.layout() == null ? Scene.fitting(tracks) : job.layout();
      List<SpeakerTurn> turns =
          kind == LayoutKind.ACTIVE_SPEAKER
              ? SpeakerPass.listen(tracks, progress, LISTENING)
              : List.of();
      scene = Scene.of(tracks, kind, job.profile(), job.captions(), turns);
      composer = new Composer(tracks, scene, job.captions());
    }
    for (RecordingTracks.Track track : tracks.tracks()) {
      if (!track.description().video()) {
        audios.add(new AudioTrack(tracks, track));
      }
    }
    for (Job.Output output : job.outputs()) {
      if (output.container().still()) {
        stills.add(new StillOutput(output, job.outputKey(), scene, ticks, framesPerSecond));
      } else {
        files.add(
            new MixOutput(
                output,
                job.outputKey(),
                job.profile(),
                video ? scene : null,
                !audios.isEmpty(),
                tracks.timeline().durationNs()));
      }
    }
  }

  private void mix() throws IOException {
    long halfTickNs = SECOND_NS / framesPerSecond / 2;
    boolean split = job.outputs().stream().anyMatch(Job.Output::split);
    AudioMixer mixer =
        new AudioMixer(audios, tracks.pauses(), this::sound, split ? this::sound : null);
    for (long tick = 0; tick < ticks; tick++) {
      if (composer != null) {
        long atNs = tick * SECOND_NS / framesPerSecond;
        picture(tick, composer.advance(atNs + halfTickNs, atNs));
      }
      if (!files.isEmpty()) {
        mixer.advance((tick + 1) * AudioDecoder.RATE / framesPerSecond);
      }
      progress.report(0.02 + LISTENING + (0.9 - LISTENING) * tick / ticks);
    }
    mixer.finish();
  }

  private void picture(long tick, boolean changed) throws IOException {
    for (StillOutput still : stills) {
      still.see(composer.frame(), composer.pictures(), tick);
    }
    if (changed || isDue(tick) || tick == ticks - 1) {
      lastEncodedTick = tick;
      for (MixOutput file : files) {
        file.picture(composer.frame(), tick);
      }
    }
  }

  /** A still picture is encoded once a second, so that players have something to seek to. */
  private boolean isDue(long tick) {
    return lastEncodedTick == Long.MIN_VALUE || tick - lastEncodedTick >= framesPerSecond;
  }

  private void sound(float[] block) throws IOException {
    for (MixOutput file : files) {
      file.sound(block);
    }
  }

  private void sound(float[] left, float[] right) throws IOException {
    for (MixOutput file : files) {
      file.sound(left, right);
    }
  }

  private JsonObject result() throws IOException, JobException {
    JsonArrayBuilder fileList = Json.createArrayBuilder();
    JsonObject offsets = AvOffsets.of(composer == null ? List.of() : composer.videos(), audios);
    int done = 0;
    for (MixOutput file : files) {
      fileList.add(file.verified().add("avOffsetMs", offsets));
      done++;
      progress.report(0.92 + 0.08 * done / job.outputs().size());
    }
    for (StillOutput still : stills) {
      fileList.add(still.verified());
    }
    progress.report(1);
    JsonArrayBuilder trackList = Json.createArrayBuilder();
    if (composer != null) {
      for (VideoTrack video : composer.videos()) {
        trackList.add(
            TrackReport.of(video.track, video.reader)
                .add("decoded", video.decoded())
                .add("undecodable", video.undecodable()));
      }
    }
    for (RecordingTracks.Track track : unseen()) {
      try (TrackReader reader = tracks.open(track)) {
        reader.skipAll();
        trackList.add(TrackReport.of(track, reader));
      }
    }
    for (AudioTrack audio : audios) {
      trackList.add(
          TrackReport.of(audio.track, audio.reader)
              .add("decoded", audio.decoded())
              .add("undecodable", audio.undecodable())
              .add("silentMs", audio.silentMs()));
    }
    return Json.createObjectBuilder()
        .add("files", fileList)
        .add("startNs", tracks.timeline().zeroNs())
        .add("durationMs", tracks.timeline().durationNs() / 1_000_000)
        .add("tracks", trackList)
        .add("truth", Truth.of(tracks))
        .build();
  }

  /** Video that no output of this job needs; what was lost of it is told all the same. */
  private List<RecordingTracks.Track> unseen() {
    return composer != null
        ? List.of()
        : tracks.tracks().stream().filter(track -> track.description().video()).toList();
  }

  private void close() throws IOException {
    if (composer != null) {
      composer.close();
    }
    for (AudioTrack audio : audios) {
      audio.close();
    }
    for (MixOutput file : files) {
      file.close();
    }
    for (StillOutput still : stills) {
      still.close();
    }
  }
}

package io.sightline.mixer;

import io.sightline.mixer.av.AudioDecoder;
import io.sightline.mixer.av.Canvas;
import io.sightline.mixer.track.RecordingTracks;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Mixes a recording into one or more files in a single pass over its tracks. */
final class MixRun {
  private static final long SECOND_NS = 1_000_000_000L;

  private final Job job;
  private final RecordingTracks tracks;
  private final Progress progress;
  private final int framesPerSecond;
  private final List<MixOutput> outputs = new ArrayList<>();
  private final List<VideoTrack> videos = new ArrayList<>();
  private final List<AudioTrack> audios = new ArrayList<>();
  private Canvas canvas;
  private long lastEncodedTick = Long.MIN_VALUE;

  MixRun(Job job, RecordingTracks tracks, Progress progress) {
    this.job = job;
    this.tracks = tracks;
    this.progress = progress;
    this.framesPerSecond = job.profile().framesPerSecond;
  }

  JsonObject run() throws IOException, JobException {
    try {
      open();
      mix();
      for (MixOutput output : outputs) {
        output.finish();
      }
      return result();
    } finally {
      close();
    }
  }

  private void open() throws IOException {
    boolean video = tracks.tracks().stream().anyMatch(track -> track.description().video());
    boolean audio = tracks.tracks().stream().anyMatch(track -> !track.description().video());
    Layout layout = null;
    if (video) {
      layout = Layout.sideBySide(tracks.tracks(), job.profile());
      canvas = new Canvas(layout.width(), layout.height());
      for (Canvas.Cell cell : layout.cells()) {
        canvas.card(cell);
      }
    }
    for (RecordingTracks.Track track : tracks.tracks()) {
      if (track.description().video()) {
        videos.add(new VideoTrack(tracks, track, canvas, layout.byTrack().get(track)));
      } else {
        audios.add(new AudioTrack(tracks, track));
      }
    }
    for (Job.Output output : job.outputs()) {
      outputs.add(
          new MixOutput(
              output,
              job.outputKey(),
              job.profile(),
              layout,
              audio,
              tracks.timeline().durationNs()));
    }
  }

  private void mix() throws IOException {
    long durationNs = tracks.timeline().durationNs();
    long ticks = Math.max(1, (durationNs * framesPerSecond + SECOND_NS - 1) / SECOND_NS);
    long halfTickNs = SECOND_NS / framesPerSecond / 2;
    AudioMixer mixer = new AudioMixer(audios, new Limiter(this::encodeAudio));
    for (long tick = 0; tick < ticks; tick++) {
      boolean changed = false;
      for (VideoTrack video : videos) {
        changed |= video.advance(tick * SECOND_NS / framesPerSecond + halfTickNs);
      }
      if (canvas != null && (changed || isDue(tick) || tick == ticks - 1)) {
        lastEncodedTick = tick;
        for (MixOutput output : outputs) {
          output.picture(canvas.frame(), tick);
        }
      }
      if (!audios.isEmpty()) {
        mixer.advance((tick + 1) * AudioDecoder.RATE / framesPerSecond);
      }
      progress.report(0.02 + 0.9 * tick / ticks);
    }
    mixer.finish();
  }

  /** A still picture is encoded once a second, so that players have something to seek to. */
  private boolean isDue(long tick) {
    return lastEncodedTick == Long.MIN_VALUE || tick - lastEncodedTick >= framesPerSecond;
  }

  private void encodeAudio(float[] block) throws IOException {
    for (MixOutput output : outputs) {
      output.audio(block);
    }
  }

  private JsonObject result() throws JobException {
    JsonArrayBuilder files = Json.createArrayBuilder();
    int done = 0;
    for (MixOutput output : outputs) {
      files.add(output.verified());
      done++;
      progress.report(0.92 + 0.08 * done / outputs.size());
    }
    JsonArrayBuilder trackList = Json.createArrayBuilder();
    for (VideoTrack video : videos) {
      trackList.add(
          TrackReport.of(video.track, video.reader)
              .add("decoded", video.decoded())
              .add("undecodable", video.undecodable()));
    }
    for (AudioTrack audio : audios) {
      trackList.add(
          TrackReport.of(audio.track, audio.reader)
              .add("decoded", audio.decoded())
              .add("undecodable", audio.undecodable())
              .add("silentMs", audio.silentMs()));
    }
    return Json.createObjectBuilder()
        .add("files", files)
        .add("startNs", tracks.timeline().zeroNs())
        .add("durationMs", tracks.timeline().durationNs() / 1_000_000)
        .add("tracks", trackList)
        .build();
  }

  private void close() throws IOException {
    for (VideoTrack video : videos) {
      video.close();
    }
    for (AudioTrack audio : audios) {
      audio.close();
    }
    for (MixOutput output : outputs) {
      output.close();
    }
    if (canvas != null) {
      canvas.close();
    }
  }
}

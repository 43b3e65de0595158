package io.sightline.mixer;

import io.sightline.mixer.av.AudioDecoder;
import io.sightline.mixer.av.VideoCodec;
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
import java.util.concurrent.atomic.AtomicLong;

/**
 * Mixes a recording into one or more files. Pictures are composed and encoded in segments by
 * several threads; this one mixes all sound, in one pass, and writes both.
 */
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
  private final List<VideoFigures> videos = new ArrayList<>();
  private final AtomicLong composed = new AtomicLong();
  private Scene scene;
  private SegmentWork work;

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
    }
    for (RecordingTracks.Track track : tracks.tracks()) {
      if (track.description().video()) {
        videos.add(new VideoFigures(track));
      } else {
        audios.add(new AudioTrack(tracks, track));
      }
    }
    for (Job.Output output : job.outputs()) {
      if (output.container().still()) {
        stills.add(new StillOutput(output, job.outputKey(), scene, ticks, framesPerSecond));
      }
    }
    if (scene != null) {
      work = work(video);
    }
    for (Job.Output output : job.outputs()) {
      if (!output.container().still()) {
        files.add(
            new MixOutput(
                output,
                job.outputKey(),
                job.profile(),
                video ? work : null,
                !audios.isEmpty(),
                tracks.timeline().durationNs()));
      }
    }
  }

  private SegmentWork work(boolean video) {
    List<VideoCodec> codecs =
        job.outputs().stream()
            .filter(output -> video && output.container().moving())
            .map(Job.Output::video)
            .toList();
    return new SegmentWork(
        tracks, scene, job.captions(), job.profile(), codecs, stills, this::composed);
  }

  /** Called by the threads that compose. */
  private void composed() {
    double done = (double) composed.incrementAndGet() / ticks;
    progress.report(0.02 + LISTENING + (0.9 - LISTENING) * done);
  }

  private void mix() throws IOException {
    boolean split = job.outputs().stream().anyMatch(Job.Output::split);
    AudioMixer mixer =
        new AudioMixer(audios, tracks.pauses(), this::sound, split ? this::sound : null);
    if (work == null) {
      readVideos();
      for (long tick = 0; tick < ticks; tick++) {
        sound(mixer, tick);
        progress.report(0.02 + LISTENING + (0.9 - LISTENING) * tick / ticks);
      }
    } else {
      mixSegments(mixer);
    }
    mixer.finish();
  }

  private void mixSegments(AudioMixer mixer) throws IOException {
    List<Segment> segments = Segment.of(ticks, framesPerSecond);
    try (SegmentQueue queue = new SegmentQueue(work, segments, job.workers())) {
      if (segments.size() > 1) {
        readVideos();
      }
      EncodedSegment encoded;
      while ((encoded = queue.next()) != null) {
        try (EncodedSegment taken = encoded) {
          write(taken, mixer);
          for (int i = 0; i < videos.size(); i++) {
            videos.get(i).add(taken.videos().get(i));
            if (segments.size() == 1) {
              videos.get(i).read(taken.videos().get(i).reader);
            }
          }
        }
      }
    }
  }

  /** Segments read parts of the logs, or none is made; the report is about the whole of them. */
  private void readVideos() throws IOException {
    for (VideoFigures video : videos) {
      try (TrackReader reader = tracks.open(video.track)) {
        reader.skipAll();
        video.read(reader);
      }
    }
  }

  private void write(EncodedSegment encoded, AudioMixer mixer) throws IOException {
    Segment segment = encoded.segment();
    for (long tick = segment.firstTick(); tick < segment.endTick(); tick++) {
      int moving = 0;
      for (MixOutput file : files) {
        if (file.moving()) {
          file.pictures(encoded.packets().get(moving++), tick);
        }
      }
      sound(mixer, tick);
    }
  }

  private void sound(AudioMixer mixer, long tick) throws IOException {
    if (!files.isEmpty()) {
      mixer.advance((tick + 1) * AudioDecoder.RATE / framesPerSecond);
    }
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
    JsonObject offsets = AvOffsets.of(videos, audios);
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
    for (VideoFigures video : videos) {
      trackList.add(video.report());
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

  private void close() throws IOException {
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

package io.sightline.mixer;

import io.sightline.mixer.av.EncoderProfile;
import io.sightline.mixer.av.PacketQueue;
import io.sightline.mixer.av.VideoCodec;
import io.sightline.mixer.av.VideoEncoder;
import io.sightline.mixer.scene.Captions;
import io.sightline.mixer.scene.Scene;
import io.sightline.mixer.track.RecordingTracks;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Composes and encodes segments, each with decoders, canvas and encoders of its own. Thread-safe:
 * what it holds is not changed.
 *
 * @param codecs one for each file with moving pictures
 * @param stills files that want to see every picture
 * @param done called after each picture, from any thread
 */
record SegmentWork(
    RecordingTracks tracks,
    Scene scene,
    Captions captions,
    EncoderProfile profile,
    List<VideoCodec> codecs,
    List<StillOutput> stills,
    Runnable done) {
  private static final long SECOND_NS = 1_000_000_000L;

  /**
   * Works through a segment.
   *
   * @param alone whether it is the only one: then its tracks are read to their end, so that their
   *     counters are those of the whole recording
   */
  EncodedSegment run(Segment segment, boolean alone) throws IOException {
    List<PacketQueue> queues = new ArrayList<>();
    List<VideoEncoder> encoders = new ArrayList<>();
    boolean kept = false;
    try (Composer composer =
        new Composer(
            tracks, scene, captions, timeNs(segment.warmUpTick()), timeNs(segment.firstTick()))) {
      for (VideoCodec codec : codecs) {
        PacketQueue queue = new PacketQueue(segment.firstTick());
        queues.add(queue);
        encoders.add(encoder(queue, codec));
      }
      encode(segment, composer, encoders);
      for (VideoEncoder encoder : encoders) {
        encoder.finish();
      }
      if (alone) {
        for (VideoTrack video : composer.videos()) {
          video.readToEnd();
        }
      }
      kept = true;
      return new EncodedSegment(segment, queues, composer.videos());
    } finally {
      encoders.forEach(VideoEncoder::close);
      if (!kept) {
        queues.forEach(PacketQueue::close);
      }
    }
  }

  VideoEncoder encoder(VideoEncoder.Sink sink, VideoCodec codec) throws IOException {
    return new VideoEncoder(sink, codec, profile, scene.width(), scene.height(), scene.weight());
  }

  private long timeNs(long tick) {
    return tick * SECOND_NS / profile.framesPerSecond;
  }

  private void encode(Segment segment, Composer composer, List<VideoEncoder> encoders)
      throws IOException {
    long lastEncoded = segment.warmUpTick() - profile.framesPerSecond;
    for (long tick = segment.warmUpTick(); tick < segment.endTick(); tick++) {
      if (Thread.interrupted()) {
        throw new InterruptedIOException("mixing was ended");
      }
      boolean first = tick == segment.firstTick();
      if (first) {
        encoders.forEach(VideoEncoder::begin);
      }
      long atNs = timeNs(tick);
      boolean changed = composer.advance(atNs + SECOND_NS / profile.framesPerSecond / 2, atNs);
      // A still picture is encoded once a second, so that players have something to seek to.
      boolean due = tick - lastEncoded >= profile.framesPerSecond || tick == segment.endTick() - 1;
      if (changed || first || due) {
        lastEncoded = tick;
        for (VideoEncoder encoder : encoders) {
          encoder.encode(composer.frame(), tick);
        }
      }
      if (tick >= segment.firstTick()) {
        for (StillOutput still : stills) {
          still.see(composer.frame(), composer.pictures(), tick);
        }
        done.run();
      }
    }
  }
}

package io.sightline.mixer;

import io.sightline.mixer.av.AudioEncoder;
import io.sightline.mixer.av.EncoderProfile;
import io.sightline.mixer.av.MuxSink;
import io.sightline.mixer.av.PacketQueue;
import io.sightline.mixer.av.VideoEncoder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** One file of a mix with sound, and maybe moving pictures. Not thread-safe. */
final class MixOutput implements AutoCloseable {
  private final Job.Output output;
  private final long plannedMs;
  private final OutputFile file;
  private MuxSink sink;
  private final int framesPerSecond;
  private final boolean moving;
  private int video = -1;
  private AudioEncoder audio;

  /**
   * @param work that encodes the pictures; null for a mix without video
   */
  MixOutput(
      Job.Output output,
      byte[] key,
      EncoderProfile profile,
      SegmentWork work,
      boolean withAudio,
      long durationNs)
      throws IOException {
    this.output = output;
    this.framesPerSecond = profile.framesPerSecond;
    this.moving = work != null && output.container().moving();
    this.plannedMs = durationNs / 1_000_000;
    this.file = new OutputFile(output.path(), key);
    boolean done = false;
    try {
      sink = new MuxSink(file.channel(), output.container());
      if (moving) {
        try (VideoEncoder model = work.encoder(MixOutput::refuse, output.video())) {
          video = sink.add(model);
        }
      }
      if (withAudio || !output.container().moving()) {
        audio = new AudioEncoder(sink, output.container(), profile, output.split() ? 2 : 1);
      }
      long seconds = plannedMs / 1000 + 2;
      sink.start(moving ? seconds * profile.framesPerSecond : 0, seconds * 50);
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  private static void refuse(AVPacket packet) {
    throw new IllegalStateException("this encoder is there for its settings only");
  }

  /** Whether it takes packets of pictures. */
  boolean moving() {
    return moving;
  }

  /** Writes packets up to a time, in frame durations. */
  void pictures(PacketQueue packets, long tick) throws IOException {
    packets.writeTo(sink, video, tick, framesPerSecond);
  }

  /** Takes a block of the mono mix. */
  void sound(float[] block) throws IOException {
    if (audio != null && !output.split()) {
      audio.encode(block);
    }
  }

  /** Takes a block of the agent's side and one of the customer's. */
  void sound(float[] left, float[] right) throws IOException {
    if (audio != null && output.split()) {
      audio.encode(left, right);
    }
  }

  void finish() throws IOException {
    if (audio != null) {
      audio.finish();
    }
    sink.finish();
    file.finish();
  }

  JsonObjectBuilder verified() throws JobException {
    return file.verified(output.container(), moving, audio != null, plannedMs, 0, sink.prints());
  }

  @Override
  public void close() throws IOException {
    if (audio != null) {
      audio.close();
    }
    if (sink != null) {
      sink.close();
    }
    file.close();
  }
}

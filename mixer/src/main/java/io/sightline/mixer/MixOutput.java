package io.sightline.mixer;

import io.sightline.mixer.av.AudioEncoder;
import io.sightline.mixer.av.EncoderProfile;
import io.sightline.mixer.av.MuxSink;
import io.sightline.mixer.av.VideoEncoder;
import io.sightline.mixer.scene.Scene;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** One file of a mix with sound, and maybe moving pictures. Not thread-safe. */
final class MixOutput implements AutoCloseable {
  private final Job.Output output;
  private final long plannedMs;
  private final OutputFile file;
  private MuxSink sink;
  private VideoEncoder video;
  private AudioEncoder audio;

  /**
   * @param scene null for a mix without video
   */
  MixOutput(
      Job.Output output,
      byte[] key,
      EncoderProfile profile,
      Scene scene,
      boolean withAudio,
      long durationNs)
      throws IOException {
    this.output = output;
    this.plannedMs = durationNs / 1_000_000;
    this.file = new OutputFile(output.path(), key);
    boolean moving = scene != null && output.container().moving();
    boolean done = false;
    try {
      sink = new MuxSink(file.channel(), output.container());
      if (moving) {
        video =
            new VideoEncoder(
                sink, output.video(), profile, scene.width(), scene.height(), scene.weight());
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

  void picture(AVFrame canvas, long tick) throws IOException {
    if (video != null) {
      video.encode(canvas, tick);
    }
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
    if (video != null) {
      video.finish();
    }
    if (audio != null) {
      audio.finish();
    }
    sink.finish();
    file.finish();
  }

  JsonObjectBuilder verified() throws JobException {
    return file.verified(
        output.container(), video != null, audio != null, plannedMs, 0, sink.prints());
  }

  @Override
  public void close() throws IOException {
    if (video != null) {
      video.close();
    }
    if (audio != null) {
      audio.close();
    }
    if (sink != null) {
      sink.close();
    }
    file.close();
  }
}

package io.sightline.mixer;

import io.sightline.mixer.av.AudioEncoder;
import io.sightline.mixer.av.EncoderProfile;
import io.sightline.mixer.av.MuxSink;
import io.sightline.mixer.av.VideoEncoder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** One file of a mix: its encoders and its container. Not thread-safe. */
final class MixOutput implements AutoCloseable {
  private final Job.Output output;
  private final long plannedMs;
  private final OutputFile file;
  private MuxSink sink;
  private VideoEncoder video;
  private AudioEncoder audio;

  /**
   * @param layout null for a mix without video
   */
  MixOutput(
      Job.Output output,
      byte[] key,
      EncoderProfile profile,
      Layout layout,
      boolean withAudio,
      long durationNs)
      throws IOException {
    this.output = output;
    this.plannedMs = durationNs / 1_000_000;
    this.file = new OutputFile(output.path(), key);
    boolean done = false;
    try {
      sink = new MuxSink(file.channel(), output.container());
      if (layout != null) {
        video =
            new VideoEncoder(
                sink,
                output.container(),
                profile,
                layout.width(),
                layout.height(),
                layout.cells().size());
      }
      if (withAudio) {
        audio = new AudioEncoder(sink, output.container(), profile);
      }
      long seconds = plannedMs / 1000 + 2;
      sink.start(layout == null ? 0 : seconds * profile.framesPerSecond, seconds * 50);
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  void picture(AVFrame canvas, long tick) throws IOException {
    video.encode(canvas, tick);
  }

  void audio(float[] block) throws IOException {
    audio.encode(block, block.length);
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
    return file.verified(output.container(), video != null, audio != null, plannedMs, 0);
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

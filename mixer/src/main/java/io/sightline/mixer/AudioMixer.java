package io.sightline.mixer;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Adds the voices and keeps the sum within bounds: a limiter that looks one block ahead, lowers the
 * gain before a loud block begins and lets it rise slowly. Not thread-safe.
 */
final class AudioMixer {
  /** Samples in a block: 20 ms. */
  static final int BLOCK = 960;

  private static final float CEILING = 0.95f;

  /** Rise of the gain per block: from a half to full in a second. */
  private static final float RELEASE = 0.01f;

  /** Takes the mixed blocks in order; the array is reused. */
  @FunctionalInterface
  interface Sink {
    void accept(float[] block) throws IOException;
  }

  private final List<AudioTrack> tracks;
  private final Sink sink;
  private float[] held;
  private float[] spare = new float[BLOCK];
  private float heldGain = 1;
  private float gain = 1;
  private long position;

  AudioMixer(List<AudioTrack> tracks, Sink sink) {
    this.tracks = tracks;
    this.sink = sink;
  }

  /** Mixes whole blocks until at least this sample of the timeline is reached. */
  void advance(long toSample) throws IOException {
    while (position < toSample) {
      float[] block = spare;
      Arrays.fill(block, 0f);
      for (AudioTrack track : tracks) {
        track.mixInto(block, position);
      }
      position += BLOCK;
      push(block);
    }
  }

  /** Lets out the block that is held back. */
  void finish() throws IOException {
    if (held != null) {
      emit(heldGain);
    }
  }

  private void push(float[] block) throws IOException {
    float peak = 0;
    for (float sample : block) {
      peak = Math.max(peak, Math.abs(sample));
    }
    float wanted = peak > CEILING ? CEILING / peak : 1f;
    float[] free = held == null ? new float[BLOCK] : held;
    if (held != null) {
      emit(Math.min(heldGain, wanted));
    }
    spare = free;
    held = block;
    heldGain = wanted;
  }

  /** Emits the held block with the gain going to {@code target} at its end. */
  private void emit(float target) throws IOException {
    float from = Math.min(gain, heldGain);
    float to = Math.min(target, from + RELEASE);
    float step = (to - from) / BLOCK;
    for (int i = 0; i < BLOCK; i++) {
      held[i] *= from + step * i;
    }
    gain = to;
    sink.accept(held);
  }
}

package io.sightline.mixer;

import java.io.IOException;

/**
 * Keeps sound within bounds. Looks one block ahead, lowers the gain before a loud block begins and
 * lets it rise slowly, so that it is not heard at work. Not thread-safe.
 */
final class Limiter {
  /** No sample's magnitude exceeds this. */
  static final float CEILING = 0.95f;

  /** Rise of the gain per block: from a half to full in a second of 20 ms blocks. */
  private static final float RELEASE = 0.01f;

  /** Takes blocks in order; the array is reused. */
  @FunctionalInterface
  interface Sink {
    void accept(float[] block) throws IOException;
  }

  private final Sink sink;
  private float[] held;
  private float heldGain = 1;
  private float gain = 1;

  Limiter(Sink sink) {
    this.sink = sink;
  }

  /**
   * Takes a block and lets out the one before.
   *
   * @return an array for the next block, or null at first
   */
  float[] push(float[] block) throws IOException {
    float peak = 0;
    for (float sample : block) {
      peak = Math.max(peak, Math.abs(sample));
    }
    float wanted = peak > CEILING ? CEILING / peak : 1f;
    float[] free = held;
    if (held != null) {
      emit(Math.min(heldGain, wanted));
    }
    held = block;
    heldGain = wanted;
    return free;
  }

  /** Lets out the block that is held back. */
  void finish() throws IOException {
    if (held != null) {
      emit(heldGain);
      held = null;
    }
  }

  /** Emits the held block with the gain going to {@code target} at its end. */
  private void emit(float target) throws IOException {
    float from = Math.min(gain, heldGain);
    float to = Math.min(target, from + RELEASE);
    float step = (to - from) / held.length;
    for (int i = 0; i < held.length; i++) {
      held[i] *= from + step * i;
    }
    gain = to;
    sink.accept(held);
  }
}

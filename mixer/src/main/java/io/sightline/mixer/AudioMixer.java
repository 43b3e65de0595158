package io.sightline.mixer;

import io.sightline.mixer.av.AudioDecoder;
import io.sightline.mixer.track.Span;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Adds the voices, block by block: to one channel, and where it is wanted to two, the agent's side
 * left and the customer's right. A pause is silent and begins with a short tone. Not thread-safe.
 */
final class AudioMixer {
  /** Samples in a block: 20 ms. */
  static final int BLOCK = 960;

  /** The tone at the beginning of a pause. */
  static final int TONE_HZ = 1_000;

  static final int TONE_SAMPLES = AudioDecoder.RATE / 5;
  static final float TONE_LEVEL = 0.25f;
  private static final int TONE_RAMP = AudioDecoder.RATE / 200;

  /** Takes blocks of both channels in order; the arrays are reused. */
  @FunctionalInterface
  interface SplitSink {
    void accept(float[] left, float[] right) throws IOException;
  }

  private final List<AudioTrack> tracks;
  private final List<Span> pauses;
  private final Limiter mono;
  private final Limiter left;
  private final Limiter right;
  private float[] leftOut;
  private float[] spareMono;
  private float[] spareLeft;
  private float[] spareRight;
  private long position;

  /**
   * @param pauses on the timeline
   * @param split null where nobody wants two channels
   */
  AudioMixer(List<AudioTrack> tracks, List<Span> pauses, Limiter.Sink mono, SplitSink split) {
    this.tracks = tracks;
    this.pauses = pauses;
    this.mono = new Limiter(mono);
    this.left = split == null ? null : new Limiter(block -> leftOut = block);
    this.right = split == null ? null : new Limiter(block -> split.accept(leftOut, block));
  }

  /** Mixes whole blocks until at least this sample of the timeline is reached. */
  void advance(long toSample) throws IOException {
    while (position < toSample) {
      float[] agents = cleared(spareLeft);
      float[] customers = left == null ? agents : cleared(spareRight);
      for (AudioTrack track : tracks) {
        boolean customer = track.track.description().customerSide();
        track.mixInto(customer ? customers : agents, position);
      }
      for (Span pause : pauses) {
        pause(agents, pause);
        if (customers != agents) {
          pause(customers, pause);
        }
      }
      if (left == null) {
        spareLeft = mono.push(agents);
      } else {
        spareMono = mono.push(sum(agents, customers, spareMono));
        spareLeft = left.push(agents);
        spareRight = right.push(customers);
      }
      position += BLOCK;
    }
  }

  private static float[] cleared(float[] spare) {
    if (spare == null) {
      return new float[BLOCK];
    }
    Arrays.fill(spare, 0f);
    return spare;
  }

  private static float[] sum(float[] one, float[] other, float[] spare) {
    float[] sum = spare == null ? new float[BLOCK] : spare;
    for (int i = 0; i < BLOCK; i++) {
      sum[i] = one[i] + other[i];
    }
    return sum;
  }

  /** Silences what lies within a pause, and puts the tone in. */
  private void pause(float[] block, Span pause) {
    long from = Math.floorDiv(pause.fromNs() * 6, 125_000L);
    long to =
        pause.toNs() == Long.MAX_VALUE ? pause.toNs() : Math.floorDiv(pause.toNs() * 6, 125_000L);
    long first = Math.max(from, position);
    long end = Math.min(to, position + BLOCK);
    for (long at = first; at < end; at++) {
      block[(int) (at - position)] = tone(at - from, Math.min(TONE_SAMPLES, to - from));
    }
  }

  private static float tone(long at, long length) {
    if (at >= length) {
      return 0;
    }
    float ramp = Math.min(1f, (float) Math.min(at, length - at) / TONE_RAMP);
    return ramp * TONE_LEVEL * (float) Math.sin(2 * Math.PI * TONE_HZ * at / AudioDecoder.RATE);
  }

  /** Lets out what is held back. */
  void finish() throws IOException {
    mono.finish();
    if (left != null) {
      left.finish();
      right.finish();
    }
  }
}

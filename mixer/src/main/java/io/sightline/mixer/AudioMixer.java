package io.sightline.mixer;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Adds the voices, block by block. Not thread-safe. */
final class AudioMixer {
  /** Samples in a block: 20 ms. */
  static final int BLOCK = 960;

  private final List<AudioTrack> tracks;
  private final Limiter limiter;
  private float[] spare;
  private long position;

  AudioMixer(List<AudioTrack> tracks, Limiter limiter) {
    this.tracks = tracks;
    this.limiter = limiter;
  }

  /** Mixes whole blocks until at least this sample of the timeline is reached. */
  void advance(long toSample) throws IOException {
    while (position < toSample) {
      float[] block = spare == null ? new float[BLOCK] : spare;
      Arrays.fill(block, 0f);
      for (AudioTrack track : tracks) {
        track.mixInto(block, position);
      }
      position += BLOCK;
      spare = limiter.push(block);
    }
  }

  /** Lets out what is held back. */
  void finish() throws IOException {
    limiter.finish();
  }
}

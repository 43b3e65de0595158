package io.sightline.mixer;

import io.sightline.mixer.av.AudioDecoder;
import io.sightline.mixer.track.RecordingTracks;
import io.sightline.mixer.track.TrackReader;
import java.io.IOException;

/**
 * One audio track as samples on the timeline, silence where nothing came. Packets that follow each
 * other are joined without a seam; where the sender's clock runs off, they are stretched or
 * squeezed by half a percent at most until they lie right again. Not thread-safe.
 */
final class AudioTrack implements AutoCloseable {
  /** Under a packet's length, so that a lost packet is never mistaken for drift. */
  private static final int MAX_DRIFT = AudioDecoder.RATE / 200;

  private static final int TOLERATED_DRIFT = AudioDecoder.RATE / 500;
  private static final int STRETCH = 200;

  final RecordingTracks.Track track;
  final TrackReader reader;
  private AudioDecoder decoder;
  private int stream = -1;
  private float[] samples = new float[0];
  private long start;
  private long end = Long.MIN_VALUE;
  private boolean ended;
  private final Spread errors = new Spread();
  private long silentSamples;
  private long decoded;
  private long undecodable;

  AudioTrack(RecordingTracks tracks, RecordingTracks.Track track) throws IOException {
    this.track = track;
    this.reader = tracks.open(track);
  }

  /**
   * Adds this track to a block of the mix.
   *
   * @param position of the block's first sample, on the timeline; grows from call to call
   */
  void mixInto(float[] block, long position) throws IOException {
    long blockEnd = position + block.length;
    while (!ended && start < blockEnd) {
      long from = Math.max(start, position);
      long to = Math.min(start + samples.length, blockEnd);
      for (long at = from; at < to; at++) {
        block[(int) (at - position)] += samples[(int) (at - start)];
      }
      if (start + samples.length > blockEnd) {
        return;
      }
      loadNext();
    }
  }

  /** How far samples lie behind their time on the timeline. */
  Spread errors() {
    return errors;
  }

  /** Silence put into gaps so far, in ms. */
  long silentMs() {
    return silentSamples * 1000 / AudioDecoder.RATE;
  }

  long decoded() {
    return decoded;
  }

  long undecodable() {
    return undecodable;
  }

  private void loadNext() throws IOException {
    TrackReader.Frame frame = reader.next();
    while (frame != null && frame.data().length == 0) {
      frame = reader.next();
    }
    if (frame == null) {
      ended = true;
      return;
    }
    if (frame.stream() != stream) {
      stream = frame.stream();
      closeDecoder();
      decoder = new AudioDecoder(frame.codec().name(), frame.codec().channels());
    }
    float[] fresh = decoder.decode(frame.data());
    if (fresh.length == 0) {
      undecodable++;
    } else {
      decoded++;
    }
    long due = Math.floorDiv(frame.timeNs() * 6, 125_000L);
    long drift = due - end;
    if (end != Long.MIN_VALUE && Math.abs(drift) < MAX_DRIFT) {
      start = end;
      samples = Math.abs(drift) < TOLERATED_DRIFT ? fresh : stretch(fresh, (int) drift);
    } else {
      silentSamples += end == Long.MIN_VALUE ? 0 : Math.max(0, drift);
      start = due;
      samples = fresh;
    }
    errors.add((start - due) * 125_000 / 6);
    end = Math.max(end, start + samples.length);
  }

  /** Makes the samples longer, or shorter, by as much as cannot be heard. */
  static float[] stretch(float[] samples, int drift) {
    int most = samples.length / STRETCH;
    int length = samples.length + Math.max(-most, Math.min(most, drift));
    if (length == samples.length || length < 2) {
      return samples;
    }
    float[] stretched = new float[length];
    double step = (samples.length - 1.0) / (length - 1.0);
    for (int i = 0; i < length; i++) {
      double at = i * step;
      int left = Math.min((int) at, samples.length - 2);
      double right = at - left;
      stretched[i] = (float) (samples[left] * (1 - right) + samples[left + 1] * right);
    }
    return stretched;
  }

  private void closeDecoder() {
    if (decoder != null) {
      decoder.close();
      decoder = null;
    }
  }

  @Override
  public void close() throws IOException {
    closeDecoder();
    reader.close();
  }
}

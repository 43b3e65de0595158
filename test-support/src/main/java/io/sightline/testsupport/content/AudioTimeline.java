package io.sightline.testsupport.content;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The sound of a file as one channel of 16-bit samples. */
public final class AudioTimeline {
  /** Samples in a second. */
  public static final int RATE = 48_000;

  /** Window in which a beep is looked for: 10 ms. */
  private static final int BEEP_WINDOW = RATE / 100;

  /** Window in which a steady tone is looked for: 200 ms. */
  private static final int TONE_WINDOW = RATE / 5;

  private final short[] samples;

  AudioTimeline(short[] samples) {
    this.samples = samples;
  }

  public double endSeconds() {
    return (double) samples.length / RATE;
  }

  /**
   * When beeps of a frequency begin: where its amplitude, in a window of 10 ms, passes half of what
   * beeps have; in the middle of the window.
   *
   * @param hertz the beep's frequency
   * @param least amplitude, of 32768, below which nothing counts as a beep
   */
  public List<Double> beeps(double hertz, double least) {
    double[] envelope = envelope(hertz, BEEP_WINDOW);
    double[] sorted = envelope.clone();
    Arrays.sort(sorted);
    // Beeps last a fifth of the time: nine tenths of the way up stands a typical full one.
    double full = sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.9)];
    List<Double> onsets = new ArrayList<>();
    boolean quiet = true;
    for (int i = 0; i < envelope.length && full >= least; i++) {
      if (quiet && envelope[i] > full / 2) {
        onsets.add((i + BEEP_WINDOW / 2.0) / RATE);
        quiet = false;
      } else if (envelope[i] < full / 5) {
        quiet = true;
      }
    }
    return onsets;
  }

  /**
   * When a tone begins: where its amplitude, in a window of 10 ms, passes a level; in the middle of
   * the window. A new beginning counts once the tone has fallen below a third of it.
   *
   * @param level of 32768
   */
  public List<Double> onsets(double hertz, double level) {
    double[] envelope = envelope(hertz, BEEP_WINDOW);
    List<Double> onsets = new ArrayList<>();
    boolean quiet = true;
    for (int i = 0; i < envelope.length; i++) {
      if (quiet && envelope[i] > level) {
        onsets.add((i + BEEP_WINDOW / 2.0) / RATE);
        quiet = false;
      } else if (envelope[i] < level / 3) {
        quiet = true;
      }
    }
    return onsets;
  }

  /** Amplitude of a frequency in the window that begins at each sample. */
  private double[] envelope(double hertz, int window) {
    int count = Math.max(0, samples.length - window);
    double[] envelope = new double[count];
    double step = 2 * Math.PI * hertz / RATE;
    double real = 0;
    double imaginary = 0;
    for (int i = 0; i < samples.length; i++) {
      real += samples[i] * Math.cos(step * i);
      imaginary += samples[i] * Math.sin(step * i);
      if (i >= window) {
        real -= samples[i - window] * Math.cos(step * (i - window));
        imaginary -= samples[i - window] * Math.sin(step * (i - window));
        envelope[i - window] = 2 * Math.hypot(real, imaginary) / window;
      }
    }
    return envelope;
  }

  /**
   * The share of windows of 200 ms in which a steady tone stands out from its neighbourhood by a
   * factor.
   */
  public double tonePresence(double hertz, double factor) {
    int windows = samples.length / TONE_WINDOW;
    int present = 0;
    for (int w = 0; w < windows; w++) {
      double tone = goertzel(hertz, w * TONE_WINDOW);
      double below = goertzel(hertz - 45, w * TONE_WINDOW);
      double above = goertzel(hertz + 45, w * TONE_WINDOW);
      present += tone > 3 && tone > factor * Math.max(below, above) ? 1 : 0;
    }
    return windows == 0 ? 0 : (double) present / windows;
  }

  /**
   * Amplitude of a tone, of 32768, averaged over a stretch.
   *
   * @param from in seconds
   * @param to at least 200 ms later
   */
  public double level(double hertz, double from, double to) {
    double sum = 0;
    int windows = 0;
    int end = Math.min(samples.length, (int) (to * RATE)) - TONE_WINDOW;
    for (int at = (int) (from * RATE); at <= end; at += TONE_WINDOW) {
      sum += goertzel(hertz, at);
      windows++;
    }
    return windows == 0 ? 0 : sum / windows;
  }

  /** The greatest magnitude of any sample of a stretch, of 32768. */
  public int peak(double from, double to) {
    int peak = 0;
    int end = Math.min(samples.length, (int) (to * RATE));
    for (int at = (int) (from * RATE); at < end; at++) {
      peak = Math.max(peak, Math.abs(samples[at]));
    }
    return peak;
  }

  /** Goertzel's algorithm with a Hann window: the amplitude of one frequency. */
  private double goertzel(double hertz, int from) {
    double coefficient = 2 * Math.cos(2 * Math.PI * hertz / RATE);
    double before = 0;
    double last = 0;
    for (int i = 0; i < TONE_WINDOW; i++) {
      double hann = 1 - Math.cos(2 * Math.PI * i / TONE_WINDOW);
      double next = samples[from + i] * hann + coefficient * last - before;
      before = last;
      last = next;
    }
    double power = last * last + before * before - coefficient * last * before;
    return 2 * Math.sqrt(Math.max(0, power)) / TONE_WINDOW;
  }
}

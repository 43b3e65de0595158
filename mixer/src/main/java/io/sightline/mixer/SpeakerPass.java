package io.sightline.mixer;

import io.sightline.mixer.av.AudioDecoder;
import io.sightline.mixer.scene.SpeakerTurn;
import io.sightline.mixer.track.RecordingTracks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out who speaks when, by listening to all microphones before anything is drawn. The loudest
 * of the last second becomes the speaker, if clearly louder than the one before and audible at all,
 * and not sooner than two seconds after the last change.
 */
final class SpeakerPass {
  /** Samples in a step: 100 ms. */
  private static final int STEP = AudioDecoder.RATE / 10;

  private static final int WINDOW_STEPS = 10;
  private static final int LEAST_STEPS = 20;

  /** Twice the power, 3 dB. */
  private static final double LOUDER = 2;

  /** Mean power of a voice that can be heard: -50 dB of full scale. */
  private static final double AUDIBLE = 1e-5;

  private final String[] ids;
  private final double[][] powers;
  private final double[] sums;
  private final List<SpeakerTurn> turns = new ArrayList<>();
  private int speaker = -1;
  private long lastTurnStep = -LEAST_STEPS;

  SpeakerPass(List<String> ids) {
    this.ids = ids.toArray(new String[0]);
    this.powers = new double[ids.size()][WINDOW_STEPS];
    this.sums = new double[ids.size()];
  }

  /** Listens to the whole recording. */
  static List<SpeakerTurn> listen(RecordingTracks tracks, Progress progress, double share)
      throws IOException {
    Map<String, List<AudioTrack>> voices = new LinkedHashMap<>();
    try {
      for (RecordingTracks.Track track : tracks.tracks()) {
        if (!track.description().video() && !track.description().screen()) {
          voices
              .computeIfAbsent(track.description().participantId(), id -> new ArrayList<>())
              .add(new AudioTrack(tracks, track));
        }
      }
      SpeakerPass pass = new SpeakerPass(List.copyOf(voices.keySet()));
      long steps = tracks.timeline().durationNs() / 100_000_000L;
      float[] block = new float[STEP];
      double[] power = new double[voices.size()];
      for (long step = 0; step < steps; step++) {
        int number = 0;
        for (List<AudioTrack> voice : voices.values()) {
          Arrays.fill(block, 0f);
          for (AudioTrack track : voice) {
            track.mixInto(block, step * STEP);
          }
          power[number++] = power(block);
        }
        pass.take(step, power);
        progress.report(0.02 + share * step / steps);
      }
      return pass.turns;
    } finally {
      for (List<AudioTrack> voice : voices.values()) {
        for (AudioTrack track : voice) {
          track.close();
        }
      }
    }
  }

  private static double power(float[] block) {
    double sum = 0;
    for (float sample : block) {
      sum += sample * sample;
    }
    return sum / block.length;
  }

  /** Takes the mean powers of the next 100 ms. */
  void take(long step, double[] power) {
    int slot = (int) (step % WINDOW_STEPS);
    int loudest = -1;
    for (int i = 0; i < ids.length; i++) {
      powers[i][slot] = power[i];
      sums[i] = Arrays.stream(powers[i]).sum() / WINDOW_STEPS;
      loudest = loudest < 0 || sums[i] > sums[loudest] ? i : loudest;
    }
    if (loudest < 0 || loudest == speaker || sums[loudest] < AUDIBLE) {
      return;
    }
    boolean clearly = speaker < 0 || sums[loudest] > LOUDER * sums[speaker];
    if (clearly && step - lastTurnStep >= LEAST_STEPS) {
      speaker = loudest;
      lastTurnStep = step;
      turns.add(new SpeakerTurn((step + 1) * 100_000_000L, ids[loudest]));
    }
  }

  List<SpeakerTurn> turns() {
    return turns;
  }
}

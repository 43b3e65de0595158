package io.sightline.recording;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a recording is on its way from capture to files. */
public enum RecordingState {
  /** Media is being captured. */
  RECORDING,
  /** The capture goes on but nothing is written. */
  PAUSED,
  /** Its process died; what was written is being looked at. */
  RECOVERING,
  /** Captured; waiting for composition. */
  QUEUED,
  /** The mixer works on it. */
  MIXING,
  /** The mixer's files are checked. */
  VERIFYING,
  /** Complete. */
  FINISHED,
  /** Composed, with gaps that are listed. */
  PARTIAL,
  /** Nothing playable came of it; the reason says why. */
  FAILED;

  /** The word in databases and messages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static RecordingState ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether the call's participants see it as running. */
  public boolean isRunning() {
    return this == RECORDING || this == PAUSED;
  }

  /** Whether nothing changes any more by itself. */
  public boolean isFinal() {
    return this == FINISHED || this == PARTIAL || this == FAILED;
  }

  /** Whether this state may follow on that one; staying is always allowed. */
  boolean mayBecome(RecordingState next) {
    Set<RecordingState> allowed =
        switch (this) {
          case RECORDING -> EnumSet.of(PAUSED, QUEUED, RECOVERING, FAILED);
          case PAUSED -> EnumSet.of(RECORDING, QUEUED, RECOVERING, FAILED);
          case RECOVERING -> EnumSet.of(QUEUED, FAILED);
          case QUEUED -> EnumSet.of(MIXING, FAILED);
          case MIXING -> EnumSet.of(VERIFYING, QUEUED, FAILED);
          case VERIFYING -> EnumSet.of(FINISHED, PARTIAL, MIXING, QUEUED, FAILED);
          case FAILED -> EnumSet.of(QUEUED);
          case FINISHED, PARTIAL -> EnumSet.noneOf(RecordingState.class);
        };
    return next == this || allowed.contains(next);
  }
}

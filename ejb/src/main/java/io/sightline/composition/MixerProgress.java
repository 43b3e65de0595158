package io.sightline.composition;

/** Told how far the mixer program is. */
@FunctionalInterface
interface MixerProgress {
  /** Where the program cannot tell how long it will take. */
  long UNKNOWN = -1;

  /**
   * The program has moved on.
   *
   * @param progress 0 to 1
   * @param remainingMs or {@link #UNKNOWN}
   * @return false to end the program
   */
  boolean report(double progress, long remainingMs);
}

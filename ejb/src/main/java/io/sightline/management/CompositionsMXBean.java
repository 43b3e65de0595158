package io.sightline.management;

import java.util.Map;

/** Jobs that make files of recordings. */
public interface CompositionsMXBean {
  /** Number of jobs in each state that occurs: waiting, running, done, dead. */
  Map<String, Long> getByState();

  /** Jobs that were given up and wait for a person. */
  long getDead();

  /** Mixer programs that may run now, by the processors and by what live calls take of them. */
  int getMixersAllowed();

  /** Processors that live media takes, as measured last. */
  double getLiveProcessors();

  /**
   * Starts the dead jobs of a recording anew; answers how many there were.
   *
   * @param recordingId as in reports
   */
  int retryRecording(String recordingId);
}

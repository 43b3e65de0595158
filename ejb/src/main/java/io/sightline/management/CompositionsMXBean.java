package io.sightline.management;

import java.util.Map;

/** Jobs that make files of recordings. */
public interface CompositionsMXBean {
  /** Number of jobs in each state that occurs: waiting, running, done, dead. */
  Map<String, Long> getByState();

  /** Jobs that were given up and wait for a person. */
  long getDead();
}

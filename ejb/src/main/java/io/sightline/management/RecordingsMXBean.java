package io.sightline.management;

import java.util.Map;

/** Recordings of all tenants and their store. */
public interface RecordingsMXBean {
  /** Number of recordings in each state that occurs. */
  Map<String, Long> getByState();

  /** Recordings that have a row: the sum of all states. */
  long getTotal();

  /** Recordings that were ever begun, by the rows there are. */
  long getStarted();

  /** Those that are captured, recovered, queued or worked on. */
  long getRunning();

  long getFinished();

  long getPartial();

  long getFailed();

  /** Started less finished, partial, failed and running: 0 at any time. */
  long getLedgerDifference();

  /** Why no recordings can be taken, such as {@code recording.storage}; empty while they can. */
  String getTrouble();

  /** Usable bytes of the store's file system, or -1 when the store cannot be reached. */
  long getStoreFreeBytes();

  /**
   * What the comparison of files and rows after the start found and could not mend: a kebab-case
   * word and a place in the store.
   */
  String[] getStoreFindings();
}

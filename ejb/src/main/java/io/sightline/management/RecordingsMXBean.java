package io.sightline.management;

import java.util.Map;

/** Recordings of all tenants and their store. */
public interface RecordingsMXBean {
  /** Number of recordings in each state that occurs. */
  Map<String, Long> getByState();

  /** Recordings that have a row: the sum of all states. */
  long getTotal();

  /** Usable bytes of the store's file system, or -1 when the store cannot be reached. */
  long getStoreFreeBytes();

  /**
   * What the comparison of files and rows after the start found and could not mend: a kebab-case
   * word and a place in the store.
   */
  String[] getStoreFindings();
}

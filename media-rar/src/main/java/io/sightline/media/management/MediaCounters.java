package io.sightline.media.management;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** The values of all {@link MediaCounter}s of one media server; safe from any thread. */
public final class MediaCounters {
  private final LongAdder[] values = new LongAdder[MediaCounter.values().length];

  public MediaCounters() {
    for (int i = 0; i < values.length; i++) {
      values[i] = new LongAdder();
    }
  }

  public void increment(MediaCounter counter) {
    values[counter.ordinal()].increment();
  }

  public void add(MediaCounter counter, long amount) {
    values[counter.ordinal()].add(amount);
  }

  public long get(MediaCounter counter) {
    return values[counter.ordinal()].sum();
  }

  /** All values by counter name, in alphabetical order. */
  public Map<String, Long> snapshot() {
    Map<String, Long> snapshot = new TreeMap<>();
    for (MediaCounter counter : MediaCounter.values()) {
      snapshot.put(counter.name(), get(counter));
    }
    return snapshot;
  }
}

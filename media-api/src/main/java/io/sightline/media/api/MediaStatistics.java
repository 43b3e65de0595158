package io.sightline.media.api;

import java.io.Serializable;
import java.util.Map;

/**
 * Figures of a media server.
 *
 * @param calls with at least one endpoint
 * @param endpoints open
 * @param recordings running
 * @param room in the store of recordings, looked at every two seconds
 * @param draining whether new calls are refused by an operator's wish
 * @param counters since start, by name as in docs/counters.md
 */
public record MediaStatistics(
    int calls,
    int endpoints,
    int recordings,
    StoreRoom room,
    boolean draining,
    Map<String, Long> counters)
    implements Serializable {
  public MediaStatistics {
    counters = Map.copyOf(counters);
  }
}

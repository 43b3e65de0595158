package io.sightline.media.rate;

import java.util.Arrays;

/**
 * Which layer of a simulcast picture (RFC 8853) one receiver gets: the highest that arrives and
 * that its path has room for. Layers are numbered from the lowest. One thread; no allocation after
 * construction.
 *
 * <p>A path that has shown no congestion is gone up step by step. Once it has, the estimate
 * decides; but it is never far above what flows, so before a higher layer the path is tried with
 * padding: what passes without a sign of congestion fits.
 */
public final class LayerChoice {
  /** No layer: none has arrived yet. */
  public static final int NONE = -1;

  /** The room of a receiver that takes whatever there is, such as a recording. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** Between two steps up where no limit is known. */
  private static final long STEP_NS = 1_000_000_000L;

  /** Between a change and a step up by the estimate: a change costs a key frame. */
  private static final long STAY_NS = 2_000_000_000L;

  /** A layer in use may take this much more than its room, a new one must leave some. */
  private static final double KEEP = 1.1;

  private static final double TAKE = 0.85;

  /** How long the path is tried, and how much later congestion still counts against it. */
  private static final long TRY_NS = 1_000_000_000L;

  /** Padding grows to its full rate meanwhile: a path without room shows that early. */
  private static final long RAMP_NS = 600_000_000L;

  private static final long VERDICT_NS = 400_000_000L;

  /** Quiet before a try; doubled by each one that fails, or is followed by congestion. */
  private static final long PATIENCE_NS = 5_000_000_000L;

  private static final long MOST_PATIENCE_NS = 60_000_000_000L;

  /** A try that failed leaves a queue; congestion is its fault for so long. */
  private static final long DRAINS_NS = 1_500_000_000L;

  /** Congestion this soon after a step up is that step's fault. */
  private static final long BLAME_NS = 10_000_000_000L;

  private final boolean[] flows;
  private final long[] bitsPerSecond;
  private int target = NONE;
  private long changedNs;
  private long raisedNs;
  private long congestedNs = Long.MIN_VALUE;
  private long quietSinceNs = Long.MIN_VALUE;
  private long patienceNs = PATIENCE_NS;
  private boolean trying;
  private boolean drains;
  private boolean dared;
  private long forgivenNs = Long.MIN_VALUE;
  private long triedNs;
  private long padding;

  /**
   * Nothing chosen yet.
   *
   * @param layers how many there may be, 2 or more
   */
  public LayerChoice(int layers) {
    flows = new boolean[layers];
    bitsPerSecond = new long[layers];
  }

  /**
   * Tells how a layer arrives now; for all of them before each {@link #choose}.
   *
   * @param rate in bit/s, with headers
   */
  public void arrives(int layer, boolean flowing, long rate) {
    flows[layer] = flowing;
    bitsPerSecond[layer] = rate;
  }

  /** The layer chosen last, or {@link #NONE}. */
  public int target() {
    return target;
  }

  /** What the chosen layer takes in bit/s; 0 without one. */
  public long taken() {
    return target == NONE || !flows[target] ? 0 : bitsPerSecond[target];
  }

  /** What the lowest layer that flows takes in bit/s; 0 when none does. */
  public long least() {
    int lowest = nextFlowing(NONE);
    return lowest == NONE ? 0 : bitsPerSecond[lowest];
  }

  /**
   * Chooses anew; some ten times a second.
   *
   * @param room for this picture in bit/s, {@link PathRate#UNKNOWN}, or {@link #UNLIMITED}
   * @param pathCongestedNs when the path last showed congestion, Long.MIN_VALUE for never
   * @param mayTry whether the path may be tried with padding now
   */
  public int choose(long room, long pathCongestedNs, boolean mayTry, long nowNs) {
    int lowest = nextFlowing(NONE);
    if (lowest == NONE) {
      trying = false;
      return target;
    }
    noteCongestion(pathCongestedNs, nowNs);
    int best = lowest;
    for (int next = nextFlowing(best); next != NONE; next = nextFlowing(best)) {
      if (!(next <= target ? keeps(next, room) : raises(next, room, nowNs))) {
        break;
      }
      best = next;
    }
    int further = nextFlowing(best);
    if (best != target || further == NONE || room == PathRate.UNKNOWN) {
      trying = false;
    } else if (tried(further, mayTry, nowNs)) {
      best = further;
    }
    change(best, nowNs);
    return target;
  }

  private void noteCongestion(long pathCongestedNs, long nowNs) {
    if (pathCongestedNs == congestedNs) {
      return;
    }
    congestedNs = pathCongestedNs;
    quietSinceNs = nowNs;
    if (trying) {
      trying = false;
      triedNs = nowNs;
      patienceNs = Math.min(2 * patienceNs, MOST_PATIENCE_NS);
      drains = true;
    }
    if (drains && nowNs - triedNs < DRAINS_NS) {
      forgivenNs = pathCongestedNs;
      return;
    }
    drains = false;
    if (nowNs - raisedNs >= BLAME_NS) {
      patienceNs = PATIENCE_NS;
    } else if (dared) {
      patienceNs = Math.min(2 * patienceNs, MOST_PATIENCE_NS);
    }
    dared = false;
  }

  private boolean keeps(int layer, long room) {
    boolean quiet = congestedNs == forgivenNs || congestedNs - raisedNs < 0;
    return room == PathRate.UNKNOWN || quiet || bitsPerSecond[layer] <= room * KEEP;
  }

  private boolean raises(int layer, long room, long nowNs) {
    if (target == NONE) {
      return room == UNLIMITED;
    }
    if (room == PathRate.UNKNOWN || room == UNLIMITED) {
      // what stopped and comes back had room before
      return nowNs - changedNs >= STEP_NS && layer == nextFlowing(target);
    }
    return nowNs - changedNs >= STAY_NS && bitsPerSecond[layer] <= room * TAKE;
  }

  /** Goes on with trying the path for a layer, or begins; true when it has passed. */
  private boolean tried(int layer, boolean mayTry, long nowNs) {
    if (trying) {
      boolean passed = nowNs - triedNs >= TRY_NS + VERDICT_NS;
      trying = !passed;
      dared = passed;
      return passed;
    }
    if (mayTry && nowNs - Math.max(quietSinceNs, triedNs) >= patienceNs) {
      trying = true;
      triedNs = nowNs;
      padding = Math.max(0, bitsPerSecond[layer] - bitsPerSecond[target]);
    }
    return false;
  }

  private void change(int best, long nowNs) {
    if (best == target) {
      return;
    }
    if (best > target) {
      raisedNs = nowNs;
    }
    target = best;
    changedNs = nowNs;
    triedNs = nowNs;
  }

  /** The next layer above that flows, or {@link #NONE}. */
  private int nextFlowing(int above) {
    for (int layer = above + 1; layer < flows.length; layer++) {
      if (flows[layer]) {
        return layer;
      }
    }
    return NONE;
  }

  /** What to send beside the chosen layer now, in bit/s, to try the path; 0 is the rule. */
  public long padding(long nowNs) {
    long since = nowNs - triedNs;
    if (!trying || since >= TRY_NS) {
      return 0;
    }
    return Math.max(1, padding * Math.min(since, RAMP_NS) / RAMP_NS);
  }

  /** Forgets what arrived: the source is another one. */
  public void reset() {
    Arrays.fill(flows, false);
    target = NONE;
    trying = false;
  }
}

package io.sightline.mixer.track;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The timeline of a recording that still runs: what is known so far says where media lie, and when
 * more is known the clocks are steered there slowly, so that no stream jumps or goes back. Not
 * thread-safe.
 */
final class SlewedClocks implements StreamClocks {
  /** A clock is corrected by so many ns in a ns: 5 ms in a second, which nobody hears or sees. */
  private static final double SLEW = 5e-3;

  private static final class Clock {
    private LinearClock line;
    private double aheadNs;
    private double sinceNs;
    private long latest = Long.MIN_VALUE;

    double at(long timestamp) {
      double toNs = line.at(timestamp);
      double corrected = SLEW * Math.max(0, toNs - sinceNs);
      return toNs + Math.signum(aheadNs) * Math.max(0, Math.abs(aheadNs) - corrected);
    }

    /** Returns by how much this clock was ahead of the new line, in ns. */
    double steer(LinearClock next) {
      double usedNs = latest == Long.MIN_VALUE ? Double.NaN : at(latest);
      line = next;
      sinceNs = latest == Long.MIN_VALUE ? 0 : next.at(latest);
      aheadNs = latest == Long.MIN_VALUE ? 0 : usedNs - sinceNs;
      return aheadNs;
    }
  }

  /** Where an instant of a stream was placed. */
  private record Placed(String stream, long timestamp, double ns) {}

  private final Map<String, Clock> clocks = new HashMap<>();
  private final List<List<Placed>> rounds = new ArrayList<>();
  private final Timeline first;
  private Timeline latest;

  SlewedClocks(Timeline first) {
    this.first = first;
    steer(first);
  }

  /**
   * Takes over what is known now.
   *
   * @return by how much the worst clock is wrong by what is known now, in ns
   */
  double steer(Timeline known) {
    List<Placed> placed = new ArrayList<>();
    double worst = 0;
    latest = known;
    for (String stream : known.streams()) {
      Clock clock = clocks.computeIfAbsent(stream, s -> new Clock());
      if (clock.latest != Long.MIN_VALUE) {
        placed.add(new Placed(stream, clock.latest, clock.at(clock.latest)));
      }
      worst = Math.max(worst, Math.abs(clock.steer(known.clock(stream))));
    }
    rounds.add(placed);
    return worst;
  }

  /**
   * How far two streams were placed out of step at the worst moment, by a timeline that knows
   * everything, in ns.
   */
  double stepNs(Timeline whole) {
    double worst = 0;
    for (List<Placed> round : rounds) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (Placed placed : round) {
        LinearClock right = whole.clock(placed.stream());
        if (right != null) {
          double offNs = placed.ns() - right.at(placed.timestamp());
          least = Math.min(least, offNs);
          most = Math.max(most, offNs);
        }
      }
      worst = Math.max(worst, most - least);
    }
    return worst;
  }

  /** That of the first knowledge, for ever. */
  @Override
  public long zeroNs() {
    return first.zeroNs();
  }

  @Override
  public long timeNs(String stream, long timestamp) {
    Clock clock = clocks.get(stream);
    if (clock == null) {
      return Long.MIN_VALUE;
    }
    clock.latest = Math.max(clock.latest, timestamp);
    return Math.round(clock.at(timestamp)) - zeroNs();
  }

  @Override
  public double driftPpm(String stream) {
    return latest.driftPpm(stream);
  }
}

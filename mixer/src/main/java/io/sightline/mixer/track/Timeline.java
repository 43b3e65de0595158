package io.sightline.mixer.track;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one clock on which all tracks of a recording lie: ns from the first media of any of them.
 *
 * <p>Within a sender, sender reports say how RTP time relates to its NTP clock; a line through all
 * of them serves the whole stream, the time before the first report included. Between senders,
 * whose NTP clocks may differ by anything, the packets that travelled fastest say how the NTP clock
 * relates to our time of arrival: a low percentile of arrival minus NTP, and over long recordings a
 * line through the lowest of each window, for the clocks drift. A stream without reports goes by
 * its own fastest arrivals.
 */
public final class Timeline implements StreamClocks {
  /** Below this, a sender's drift against our clock is not worth estimating. */
  private static final long DRIFT_SPAN_NS = 300_000_000_000L;

  private static final int DRIFT_WINDOWS = 30;

  /** A mapping that puts media this far from its arrival rests on broken reports. */
  private static final double MAX_OFFSET_NS = 10e9;

  /** An audio packet lasts 20 ms and a picture 33 ms: the end lies a little behind the last one. */
  private static final long TAIL_NS = 40_000_000L;

  private final Map<String, LinearClock> clocks = new HashMap<>();
  private final Map<String, Double> nominal = new HashMap<>();
  private final long zeroNs;
  private final long durationNs;

  Timeline(Collection<StreamScan> streams) {
    Map<String, List<StreamScan>> bySender = new HashMap<>();
    for (StreamScan stream : streams) {
      if (stream.hasMedia()) {
        bySender.computeIfAbsent(stream.sender, s -> new ArrayList<>()).add(stream);
      }
    }
    bySender.values().forEach(this::place);
    double first = Double.POSITIVE_INFINITY;
    double last = Double.NEGATIVE_INFINITY;
    for (StreamScan stream : streams) {
      LinearClock clock = clocks.get(stream.key);
      if (clock != null) {
        first = Math.min(first, clock.at(stream.firstTimestamp));
        last = Math.max(last, clock.at(stream.lastTimestamp));
      }
    }
    zeroNs = first > last ? 0 : Math.round(first);
    durationNs = first > last ? 0 : Math.round(last) - zeroNs + TAIL_NS;
  }

  @Override
  public long zeroNs() {
    return zeroNs;
  }

  public long durationNs() {
    return durationNs;
  }

  /** The streams that have a place. */
  Set<String> streams() {
    return clocks.keySet();
  }

  /** From RTP time to ns since the recording's start; null for a stream without media. */
  LinearClock clock(String stream) {
    return clocks.get(stream);
  }

  @Override
  public long timeNs(String stream, long timestamp) {
    LinearClock clock = clocks.get(stream);
    return clock == null ? Long.MIN_VALUE : Math.round(clock.at(timestamp)) - zeroNs;
  }

  @Override
  public double driftPpm(String stream) {
    LinearClock clock = clocks.get(stream);
    return clock == null ? 0 : (nominal.get(stream) / clock.nsPerUnit() - 1) * 1e6;
  }

  private void place(List<StreamScan> streams) {
    Map<StreamScan, LinearClock> ntp = new HashMap<>();
    List<StreamScan.ClockPair> delays = new ArrayList<>();
    for (StreamScan stream : streams) {
      if (!stream.reports.isEmpty()) {
        LinearClock clock = LinearClock.fit(stream.reports, stream.nominalNsPerTick());
        ntp.put(stream, clock);
        for (StreamScan.ClockPair arrival : stream.arrivals) {
          delays.add(
              new StreamScan.ClockPair(Math.round(clock.at(arrival.timestamp())), arrival.ns()));
        }
      }
    }
    LinearClock sender = delays.isEmpty() ? null : lowerLine(delays, 1.0);
    for (StreamScan stream : streams) {
      LinearClock clock = ntp.containsKey(stream) ? ntp.get(stream).then(sender) : null;
      if (clock == null
          || Math.abs(clock.at(stream.firstTimestamp) - stream.firstArrivalNs) > MAX_OFFSET_NS) {
        clock = lowerLine(stream.arrivals, stream.nominalNsPerTick());
      }
      clocks.put(stream.key, clock);
      nominal.put(stream.key, stream.nominalNsPerTick());
    }
  }

  /** The line below which a tenth of the arrivals lie, each later than it was sent. */
  private static LinearClock lowerLine(List<StreamScan.ClockPair> pairs, double nominal) {
    long from = pairs.get(0).timestamp();
    long to = pairs.get(0).ns();
    double slope = nominal + drift(pairs, nominal);
    double[] delays = new double[pairs.size()];
    for (int i = 0; i < delays.length; i++) {
      StreamScan.ClockPair pair = pairs.get(i);
      delays[i] = pair.ns() - to - (pair.timestamp() - from) * slope;
    }
    return new LinearClock(from, to + LinearClock.lowPercentile(delays), slope);
  }

  private static double drift(List<StreamScan.ClockPair> pairs, double nominal) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (StreamScan.ClockPair pair : pairs) {
      min = Math.min(min, pair.ns());
      max = Math.max(max, pair.ns());
    }
    if (max - min < DRIFT_SPAN_NS) {
      return 0;
    }
    StreamScan.ClockPair[] lowest = new StreamScan.ClockPair[DRIFT_WINDOWS];
    for (StreamScan.ClockPair pair : pairs) {
      int window = (int) ((pair.ns() - min) * DRIFT_WINDOWS / (max - min + 1));
      StreamScan.ClockPair best = lowest[window];
      if (best == null || pair.ns() - best.ns() < (pair.timestamp() - best.timestamp()) * nominal) {
        lowest[window] = pair;
      }
    }
    List<StreamScan.ClockPair> low = new ArrayList<>();
    for (StreamScan.ClockPair pair : lowest) {
      if (pair != null) {
        low.add(pair);
      }
    }
    return low.size() < 5 ? 0 : LinearClock.fit(low, nominal).nsPerUnit() - nominal;
  }
}

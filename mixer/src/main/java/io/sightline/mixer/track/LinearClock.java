package io.sightline.mixer.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A straight line from one clock to another.
 *
 * @param from an instant on the first clock
 * @param toNs the same instant on the second
 * @param nsPerUnit the slope
 */
record LinearClock(long from, double toNs, double nsPerUnit) {
  /** Shorter spans than this say nothing about a clock's rate, given the jitter of reports. */
  private static final double MIN_SPAN_NS = 20e9;

  /** No oscillator in a phone or computer is off by more. */
  private static final double MAX_SKEW = 500e-6;

  private static final double OUTLIER_NS = 50e6;

  double at(long value) {
    return toNs + (value - from) * nsPerUnit;
  }

  /** This clock followed by another one that starts from its ns. */
  LinearClock then(LinearClock next) {
    return new LinearClock(
        from, next.toNs + (toNs - next.from) * next.nsPerUnit, nsPerUnit * next.nsPerUnit);
  }

  /**
   * The line through pairs: a robust one first, then least squares through the pairs near it; of
   * the nominal slope where the pairs lie too close for more.
   */
  static LinearClock fit(List<StreamScan.ClockPair> pairs, double nominal) {
    LinearClock first = robust(pairs, nominal);
    List<StreamScan.ClockPair> near = new ArrayList<>();
    for (StreamScan.ClockPair pair : pairs) {
      if (Math.abs(pair.ns() - first.at(pair.timestamp())) < OUTLIER_NS) {
        near.add(pair);
      }
    }
    return near.size() * 2 > pairs.size() ? leastSquares(near, nominal) : first;
  }

  /** The median of slopes between pairs half the list apart, and of the offsets from that line. */
  private static LinearClock robust(List<StreamScan.ClockPair> pairs, double nominal) {
    int half = pairs.size() / 2;
    double slope = nominal;
    if (half > 0) {
      double[] slopes = new double[half];
      for (int i = 0; i < half; i++) {
        StreamScan.ClockPair early = pairs.get(i);
        StreamScan.ClockPair late = pairs.get(i + pairs.size() - half);
        double ticks = late.timestamp() - early.timestamp();
        boolean wide = ticks * nominal >= MIN_SPAN_NS / 2;
        slopes[i] = wide ? (late.ns() - early.ns()) / ticks : nominal;
      }
      slope = median(slopes);
      slope = Math.abs(slope - nominal) > nominal * MAX_SKEW ? nominal : slope;
    }
    long from = pairs.get(0).timestamp();
    long to = pairs.get(0).ns();
    double[] offsets = new double[pairs.size()];
    for (int i = 0; i < offsets.length; i++) {
      StreamScan.ClockPair pair = pairs.get(i);
      offsets[i] = pair.ns() - to - (pair.timestamp() - from) * slope;
    }
    return new LinearClock(from, to + median(offsets), slope);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static LinearClock leastSquares(List<StreamScan.ClockPair> pairs, double nominal) {
    long from = pairs.get(0).timestamp();
    long to = pairs.get(0).ns();
    double n = pairs.size();
    double sumX = 0;
    double sumY = 0;
    double minX = 0;
    double maxX = 0;
    for (StreamScan.ClockPair pair : pairs) {
      double x = pair.timestamp() - from;
      sumX += x;
      sumY += pair.ns() - to - x * nominal;
      minX = Math.min(minX, x);
      maxX = Math.max(maxX, x);
    }
    double meanX = sumX / n;
    double meanY = sumY / n;
    double sumXx = 0;
    double sumXy = 0;
    for (StreamScan.ClockPair pair : pairs) {
      double x = pair.timestamp() - from - meanX;
      sumXx += x * x;
      sumXy += x * (pair.ns() - to - (pair.timestamp() - from) * nominal - meanY);
    }
    boolean wide = (maxX - minX) * nominal >= MIN_SPAN_NS && n >= 3;
    double skew = wide ? sumXy / sumXx : 0;
    if (Math.abs(skew) > nominal * MAX_SKEW) {
      skew = 0;
    }
    return new LinearClock(from, to + meanY - skew * meanX, nominal + skew);
  }

  /** The tenth part of the values, at least one, lies at or below the result. */
  static double lowPercentile(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 10];
  }
}

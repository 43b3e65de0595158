package io.sightline.media.rate;

/**
 * Whether a queue grows on the path: the trend of one-way delay over groups of packets that were
 * sent together, against a threshold that adapts (draft-ietf-rmcat-gcc-02 sections 5.1 to 5.4; the
 * trend is a line fitted to the smoothed delay, as browsers do).
 */
final class DelayTrend {
  /** What the trend says of the path. */
  enum Signal {
    NORMAL,
    /** The queue grows. */
    OVERUSE,
    /** The queue empties. */
    UNDERUSE
  }

  /** Packets sent within this time belong together: pacing, not the path, spaced them. */
  private static final long GROUP_NS = 5_000_000L;

  /** A pause or a jump of the receiver's clock beyond this makes what was learnt worthless. */
  private static final long GAP_NS = 3_000_000_000L;

  private static final int POINTS = 20;
  private static final int MAX_WEIGHT = 60;
  private static final double GAIN = 4.0;
  private static final double SMOOTHING = 0.9;

  private static final double INITIAL_THRESHOLD_MS = 12.5;
  private static final double LEAST_THRESHOLD_MS = 6;
  private static final double MOST_THRESHOLD_MS = 600;
  private static final double THRESHOLD_UP = 0.0087;
  private static final double THRESHOLD_DOWN = 0.039;

  /** A spike so far beyond the threshold is a route change and must not teach it. */
  private static final double OUTLIER_MS = 15;

  private static final double MAX_LEARNING_MS = 100;
  private static final double OVERUSE_FOR_MS = 10;
  private static final double NS_PER_MS = 1e6;

  /** What the least delay rises by with each group: more than two clocks drift apart meanwhile. */
  private static final long FORGETTING_NS = 20_000;

  private final double[] atMs = new double[POINTS];
  private final double[] delayMs = new double[POINTS];
  private long groupFirstSentNs;
  private long groupSentNs;
  private long groupArrivedNs;
  private long previousSentNs;
  private long previousArrivedNs;
  private int groups;
  private int points;
  private int weight;
  private long originNs;
  private double accumulatedMs;
  private double smoothedMs;
  private double threshold = INITIAL_THRESHOLD_MS;
  private double slopeBefore;
  private double overusedMs;
  private int overused;
  private Signal signal = Signal.NORMAL;
  private long leastDelayNs;
  private long queueNs;

  Signal signal() {
    return signal;
  }

  /** By how much the last group's delay exceeded the least that was seen, in ns. */
  long queueNs() {
    return queueNs;
  }

  /** Takes a packet in, in the order of sending; times are of two clocks that need not agree. */
  void arrived(long sentNs, long arrivedNs) {
    if (groups > 0 && Math.abs(arrivedNs - groupArrivedNs) > GAP_NS) {
      reset();
    }
    if (groups == 0) {
      begin(sentNs, arrivedNs);
      originNs = arrivedNs;
      leastDelayNs = arrivedNs - sentNs;
    } else if (sentNs < groupFirstSentNs) {
      return;
    } else if (sentNs - groupFirstSentNs <= GROUP_NS) {
      groupSentNs = Math.max(groupSentNs, sentNs);
      groupArrivedNs = Math.max(groupArrivedNs, arrivedNs);
    } else {
      if (groups > 1) {
        complete();
      }
      previousSentNs = groupSentNs;
      previousArrivedNs = groupArrivedNs;
      begin(sentNs, arrivedNs);
    }
  }

  private void begin(long sentNs, long arrivedNs) {
    groupFirstSentNs = sentNs;
    groupSentNs = sentNs;
    groupArrivedNs = arrivedNs;
    groups++;
  }

  private void reset() {
    groups = 0;
    points = 0;
    weight = 0;
    accumulatedMs = 0;
    smoothedMs = 0;
    slopeBefore = 0;
    overusedMs = 0;
    overused = 0;
    signal = Signal.NORMAL;
    queueNs = 0;
  }

  private void complete() {
    long delayNs = groupArrivedNs - groupSentNs;
    leastDelayNs = Math.min(leastDelayNs + FORGETTING_NS, delayNs);
    queueNs = delayNs - leastDelayNs;
    double sentDelta = (groupSentNs - previousSentNs) / NS_PER_MS;
    double arrivedDelta = (groupArrivedNs - previousArrivedNs) / NS_PER_MS;
    accumulatedMs += arrivedDelta - sentDelta;
    smoothedMs = SMOOTHING * smoothedMs + (1 - SMOOTHING) * accumulatedMs;
    weight = Math.min(weight + 1, MAX_WEIGHT);
    atMs[points % POINTS] = (groupArrivedNs - originNs) / NS_PER_MS;
    delayMs[points % POINTS] = smoothedMs;
    points++;
    double slope = points < POINTS ? 0 : slope();
    judge(weight * slope * GAIN, slope, sentDelta);
  }

  /** Least squares over the last points; 0 where all arrived at once. */
  private double slope() {
    double meanAt = 0;
    double meanDelay = 0;
    for (int i = 0; i < POINTS; i++) {
      meanAt += atMs[i] / POINTS;
      meanDelay += delayMs[i] / POINTS;
    }
    double numerator = 0;
    double denominator = 0;
    for (int i = 0; i < POINTS; i++) {
      numerator += (atMs[i] - meanAt) * (delayMs[i] - meanDelay);
      denominator += (atMs[i] - meanAt) * (atMs[i] - meanAt);
    }
    return denominator == 0 ? 0 : numerator / denominator;
  }

  private void judge(double trendMs, double slope, double sentDeltaMs) {
    if (trendMs > threshold) {
      overusedMs += sentDeltaMs;
      overused++;
      if (overusedMs > OVERUSE_FOR_MS && overused > 1 && slope >= slopeBefore) {
        overusedMs = 0;
        overused = 0;
        signal = Signal.OVERUSE;
      }
    } else {
      overusedMs = 0;
      overused = 0;
      signal = trendMs < -threshold ? Signal.UNDERUSE : Signal.NORMAL;
    }
    slopeBefore = slope;
    adapt(Math.abs(trendMs), Math.min(sentDeltaMs, MAX_LEARNING_MS));
  }

  private void adapt(double trendMs, double elapsedMs) {
    if (trendMs > threshold + OUTLIER_MS) {
      return;
    }
    double gain = trendMs < threshold ? THRESHOLD_DOWN : THRESHOLD_UP;
    threshold += gain * (trendMs - threshold) * elapsedMs;
    threshold = Math.max(LEAST_THRESHOLD_MS, Math.min(MOST_THRESHOLD_MS, threshold));
  }
}

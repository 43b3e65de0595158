package io.sightline.media.rate;

import io.sightline.media.rtcp.TransportFeedbackReader;

/**
 * What the path to one receiver can take, from its transport-wide feedback: by the trend of delay
 * and by loss (draft-ietf-rmcat-gcc-02). One thread; no allocation after construction.
 *
 * <p>A server forwards what others encode and never probes: until the path shows the first sign of
 * congestion nothing is known of its limit, and nobody is limited.
 */
public final class PathRate {
  /** No limit is known. */
  public static final long UNKNOWN = -1;

  /** Less is not estimated: sound must go on whatever the feedback says. */
  private static final long LEAST = 30_000;

  private static final long MOST = 50_000_000;

  /** Section 5.5: a queue grew, so the path takes less than what arrived. */
  private static final double BACK_OFF = 0.85;

  /** A queue that stands is drained: its delay has no trend, but it is heard and seen. */
  private static final long STANDING_NS = 250_000_000L;

  /** A queue that has gone again was a pause of the receiver's processor, not of the path. */
  private static final long EMPTY_NS = 50_000_000L;

  /** A shorter delay is a pause of the receiver's processor. */
  private static final long STANDS_AFTER_NS = 600_000_000L;

  private static final double DRAIN = 0.6;

  private static final double GROWTH_PER_SECOND = 0.08;

  /** Near to where it was too much last time one packet a response time is added. */
  private static final double PACKET_BITS = 1_200 * 8;

  private static final double RESPONSE_SECONDS = 0.2;
  private static final double NEAR = 0.1;

  /** Beyond this what is sent would teach nothing of a higher estimate. */
  private static final double HEADROOM = 1.5;

  private static final long HEADROOM_BITS = 10_000;

  /** Section 6: losses below are no reason, above they are one. */
  private static final double FEW_LOST = 0.02;

  private static final double MANY_LOST = 0.10;
  private static final int LOSS_SAMPLE = 25;
  private static final long BACK_OFF_PAUSE_NS = 300_000_000L;
  private static final long RATE_SAMPLE_NS = 250_000_000L;

  /** What arrives is counted over a second, so that a pause and the burst after it even out. */
  private static final int RATE_SAMPLES = 4;

  private static final double NS_PER_SECOND = 1e9;

  private final SentPackets packets = new SentPackets();
  private final DelayTrend trend = new DelayTrend();
  private double estimate = UNKNOWN;
  private double congestedAt;
  private double acknowledged;
  private final double[] samples = new double[RATE_SAMPLES];
  private int sampled;
  private long sampleBits;
  private long sampleSinceNs = Long.MIN_VALUE;
  private int expected;
  private int lost;
  private double lossFraction;
  private long updatedNs = Long.MIN_VALUE;
  private long backedOffNs = Long.MIN_VALUE;
  private long shortQueueNs;

  /**
   * Notes a packet that leaves.
   *
   * @param sequence its transport-wide sequence number, 0 to 65535
   * @param bytes of the packet on the path
   */
  public void sent(int sequence, int bytes, long nowNs) {
    packets.sent(sequence, bytes, nowNs);
  }

  /**
   * Takes a feedback packet in.
   *
   * @param feedback wrapped around it; it is read to its end
   */
  public void onFeedback(TransportFeedbackReader feedback, long nowNs) {
    while (feedback.next()) {
      if (!packets.take(feedback.sequence())) {
        continue;
      }
      expected++;
      if (feedback.received()) {
        trend.arrived(packets.sentNs(), feedback.arrivalNs());
        sampleBits += packets.bytes() * 8L;
      } else {
        lost++;
      }
    }
    sampleRate(nowNs);
    boolean lossy = sampleLoss();
    adapt(lossy, nowNs);
  }

  private void sampleRate(long nowNs) {
    if (sampleSinceNs == Long.MIN_VALUE) {
      sampleSinceNs = nowNs;
      shortQueueNs = nowNs;
      sampleBits = 0;
      return;
    }
    long elapsed = nowNs - sampleSinceNs;
    if (elapsed < RATE_SAMPLE_NS) {
      return;
    }
    samples[sampled++ % RATE_SAMPLES] = sampleBits * NS_PER_SECOND / elapsed;
    int count = Math.min(sampled, RATE_SAMPLES);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += samples[i];
    }
    acknowledged = sum / count;
    sampleSinceNs = nowNs;
    sampleBits = 0;
  }

  /** Whether a sample is complete and too much of it was lost. */
  private boolean sampleLoss() {
    if (expected < LOSS_SAMPLE) {
      return false;
    }
    lossFraction = (double) lost / expected;
    expected = 0;
    lost = 0;
    return lossFraction > MANY_LOST;
  }

  private void adapt(boolean lossy, long nowNs) {
    double elapsed = updatedNs == Long.MIN_VALUE ? 0 : (nowNs - updatedNs) / NS_PER_SECOND;
    updatedNs = nowNs;
    if (acknowledged == 0) {
      return;
    }
    boolean standing = stands(nowNs);
    boolean grows = trend.signal() == DelayTrend.Signal.OVERUSE && trend.queueNs() > EMPTY_NS;
    if (standing || grows) {
      backOff(acknowledged * (standing ? DRAIN : BACK_OFF), nowNs);
      congestedAt = acknowledged;
    } else if (lossy) {
      backOff(before() * (1 - 0.5 * lossFraction), nowNs);
    } else if (estimate > 0
        && trend.signal() == DelayTrend.Signal.NORMAL
        && lossFraction <= FEW_LOST) {
      grow(Math.min(elapsed, 1));
    }
  }

  private boolean stands(long nowNs) {
    if (trend.queueNs() <= STANDING_NS) {
      shortQueueNs = nowNs;
    }
    return nowNs - shortQueueNs > STANDS_AFTER_NS;
  }

  private void backOff(double target, long nowNs) {
    if (backedOffNs == Long.MIN_VALUE || nowNs - backedOffNs >= BACK_OFF_PAUSE_NS) {
      backedOffNs = nowNs;
      estimate = Math.max(LEAST, Math.min(before(), target));
    }
  }

  /** The estimate so far; for the first one, what was sent. */
  private double before() {
    return estimate > 0 ? estimate : acknowledged / (1 - Math.min(lossFraction, 0.9));
  }

  private void grow(double elapsed) {
    double ceiling = HEADROOM * acknowledged + HEADROOM_BITS;
    if (estimate >= ceiling) {
      return;
    }
    boolean near = Math.abs(estimate - congestedAt) < NEAR * congestedAt;
    double step =
        near
            ? PACKET_BITS / RESPONSE_SECONDS * elapsed
            : Math.max(1_000, estimate * GROWTH_PER_SECOND) * elapsed;
    estimate = Math.min(MOST, Math.min(ceiling, estimate + step));
  }

  /** In bit/s with headers, or {@link #UNKNOWN} before the first sign of congestion. */
  public long bitsPerSecond() {
    return estimate > 0 ? (long) estimate : UNKNOWN;
  }

  /** When it was last found that the path takes less, in ns; Long.MIN_VALUE for never. */
  public long congestedNs() {
    return backedOffNs;
  }

  /** What arrived lately, in bit/s; 0 before the first sample. */
  public long acknowledgedBitsPerSecond() {
    return (long) acknowledged;
  }
}

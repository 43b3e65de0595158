package io.sightline.media.recorder;

import io.sightline.media.rtp.Sequences;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether a packet of one SSRC belongs to a pause, however late it comes: a retransmission or
 * a packet that the network held up is judged by its RTP time, not by its arrival. Media thread
 * only.
 *
 * <p>RTP time is mapped to the server's clock by the packet that took the least time on its way,
 * among those of the last seconds: by that mapping a sample lies as early as it can, so that what
 * was sampled in a pause is never taken for later.
 */
final class PauseGuard {
  /** Within such a time clocks drift apart by far less than a packet's length. */
  private static final long WINDOW_NS = TimeUnit.SECONDS.toNanos(10);

  private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

  /** RTP time of the fastest packet of a window, and its arrival. */
  private static final class Fastest {
    boolean known;
    long timestamp;
    long arrivalNs;

    /** When a sample of this RTP time comes, had it been as fast. */
    long expectedNs(long rtpTime, int clockRate) {
      return arrivalNs + Sequences.distance32(rtpTime, timestamp) * SECOND_NS / clockRate;
    }

    void set(long rtpTime, long ns) {
      known = true;
      timestamp = rtpTime;
      arrivalNs = ns;
    }
  }

  private Fastest current = new Fastest();
  private Fastest before = new Fastest();
  private long windowEndsNs;

  /** Another SSRC or clock: nothing of the former tells anything. */
  void reset() {
    current.known = false;
    before.known = false;
  }

  /** Whether any packet has been seen. */
  boolean knows() {
    return current.known;
  }

  /** Learns from a packet, also from one that is not taken. */
  void onPacket(long rtpTime, int clockRate, long arrivalNs) {
    if (current.known && arrivalNs - windowEndsNs >= 0) {
      Fastest reused = before;
      before = current;
      current = reused;
      current.known = false;
    }
    if (!current.known) {
      current.set(rtpTime, arrivalNs);
      windowEndsNs = arrivalNs + WINDOW_NS;
    } else if (arrivalNs < current.expectedNs(rtpTime, clockRate)) {
      current.set(rtpTime, arrivalNs);
    }
  }

  /**
   * Whether a sample lies before an instant of the server's clock; call {@link #onPacket} first.
   *
   * @param instantNs such as the end of a pause
   */
  boolean isBefore(long rtpTime, int clockRate, long instantNs) {
    long expectedNs = current.expectedNs(rtpTime, clockRate);
    if (before.known) {
      expectedNs = Math.min(expectedNs, before.expectedNs(rtpTime, clockRate));
    }
    return expectedNs < instantNs;
  }
}

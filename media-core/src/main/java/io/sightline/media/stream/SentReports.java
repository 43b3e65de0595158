package io.sightline.media.stream;

import io.sightline.media.rtcp.RtcpReader;

/** Sender reports sent, to tell the round trip from what comes back (RFC 3550 section 6.4.1). */
final class SentReports {
  private static final int REMEMBERED = 16;

  private final long[] middle = new long[REMEMBERED];
  private final long[] sentNs = new long[REMEMBERED];
  private int count;
  private long roundTripNs = -1;
  private int fractionLost;
  private long lost;
  private long jitter;

  /** An interval in NTP's 32.32 fixed-point seconds; negative intervals too. */
  static long ntpInterval(long intervalNs) {
    long seconds = Math.floorDiv(intervalNs, 1_000_000_000L);
    long rest = Math.floorMod(intervalNs, 1_000_000_000L);
    return (seconds << 32) + (rest << 32) / 1_000_000_000L;
  }

  void sent(long ntp, long nowNs) {
    int slot = count++ % REMEMBERED;
    middle[slot] = ntp >>> 16 & 0xFFFF_FFFFL;
    sentNs[slot] = nowNs;
  }

  void received(RtcpReader report, int block, long nowNs) {
    fractionLost = report.reportFractionLost(block);
    lost = report.reportPacketsLost(block);
    jitter = report.reportJitter(block);
    long lastSr = report.reportLastSr(block);
    if (lastSr == 0) {
      return;
    }
    for (int slot = 0; slot < Math.min(count, REMEMBERED); slot++) {
      if (middle[slot] == lastSr) {
        long delayNs = (report.reportDelaySinceLastSr(block) * 1_000_000_000L) >> 16;
        long roundTrip = nowNs - sentNs[slot] - delayNs;
        if (roundTrip >= 0) {
          roundTripNs = roundTrip;
        }
      }
    }
  }

  long roundTripNs() {
    return roundTripNs;
  }

  int fractionLost() {
    return fractionLost;
  }

  long lost() {
    return lost;
  }

  long jitter() {
    return jitter;
  }
}

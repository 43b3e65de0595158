package io.sightline.mixer.track;

import io.sightline.mixer.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;

/** What the first walk learns of one stream: its extent, and pairs of clocks. Not thread-safe. */
final class StreamScan {
  /**
   * An instant on two clocks.
   *
   * @param timestamp extended RTP time
   * @param ns the same instant on the other clock
   */
  record ClockPair(long timestamp, long ns) {}

  private static final long SECOND_NS = 1_000_000_000L;

  final String key;
  final String sender;
  final int clockRate;
  final List<ClockPair> reports = new ArrayList<>();

  /** The least delayed packet of each second of arrival. */
  final List<ClockPair> arrivals = new ArrayList<>();

  long firstTimestamp = Long.MAX_VALUE;
  long lastTimestamp = Long.MIN_VALUE;
  long firstArrivalNs = Long.MAX_VALUE;

  private long second = Long.MIN_VALUE;
  private double leastDelayNs;
  private ClockPair least;

  StreamScan(String key, String sender, int clockRate) {
    this.key = key;
    this.sender = sender;
    this.clockRate = clockRate;
  }

  double nominalNsPerTick() {
    return (double) SECOND_NS / clockRate;
  }

  void packet(RtpPacket packet) {
    if (packet.payload().length == 0) {
      return;
    }
    firstTimestamp = Math.min(firstTimestamp, packet.timestamp());
    lastTimestamp = Math.max(lastTimestamp, packet.timestamp());
    firstArrivalNs = Math.min(firstArrivalNs, packet.arrivalNs());
    double delayNs = packet.arrivalNs() - packet.timestamp() * nominalNsPerTick();
    long now = Math.floorDiv(packet.arrivalNs(), SECOND_NS);
    if (now != second) {
      end();
      second = now;
    }
    if (least == null || delayNs < leastDelayNs) {
      leastDelayNs = delayNs;
      least = new ClockPair(packet.timestamp(), packet.arrivalNs());
    }
  }

  void report(long timestamp, long ntpNs) {
    reports.add(new ClockPair(timestamp, ntpNs));
  }

  void end() {
    if (least != null) {
      arrivals.add(least);
      least = null;
    }
  }

  boolean hasMedia() {
    return firstTimestamp <= lastTimestamp;
  }
}

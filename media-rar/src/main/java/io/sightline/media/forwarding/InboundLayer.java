package io.sightline.media.forwarding;

import io.sightline.media.stream.KeyFrameRequests;
import java.util.concurrent.TimeUnit;

/** One layer of a simulcast track: its stream, and how it arrives. Media thread only. */
final class InboundLayer {
  /** A layer of which nothing came for so long has stopped. */
  private static final long STOPPED_NS = TimeUnit.MILLISECONDS.toNanos(500);

  /** A layer has to come for so long before anybody is given it. */
  private static final long SETTLED_NS = TimeUnit.MILLISECONDS.toNanos(300);

  /** The weight of a sample is its duration as a share of this. */
  private static final double AVERAGED_NS = 1e9;

  /** The path's headers of a packet: IPv4, UDP, and the tag of SRTP. */
  private static final int OVERHEAD = 20 + 8 + 16;

  private final String rid;
  private final KeyFrameRequests keyFrames = new KeyFrameRequests();
  private InboundStream stream;
  private double bitsPerSecond;
  private long bytes;
  private long packets;
  private long sampledNs;
  private boolean comes;
  private long comesSinceNs;

  InboundLayer(String rid) {
    this.rid = rid;
  }

  String rid() {
    return rid;
  }

  KeyFrameRequests keyFrames() {
    return keyFrames;
  }

  /** What it comes on, or null before its first packet. */
  InboundStream stream() {
    return stream;
  }

  void setStream(InboundStream current) {
    stream = current;
    bytes = 0;
    packets = 0;
    comes = false;
  }

  /** Looks how it arrives; some ten times a second. */
  void sample(long nowNs) {
    if (stream == null) {
      return;
    }
    boolean came =
        stream.stream().packets() > 0 && nowNs - stream.stream().lastPacketNs() < STOPPED_NS;
    long taken = stream.stream().bytes() - bytes;
    long count = stream.stream().packets() - packets;
    double bits = 8.0 * (taken + count * OVERHEAD);
    double elapsed = Math.max(1, nowNs - sampledNs);
    if (came && !comes) {
      comesSinceNs = nowNs;
      bitsPerSecond = 0;
    } else if (came) {
      // the plain average of the first second, after that a running one
      double weight = Math.min(1, elapsed / Math.min(AVERAGED_NS, nowNs - comesSinceNs));
      bitsPerSecond += (bits * 1e9 / elapsed - bitsPerSecond) * weight;
    }
    comes = came;
    bytes += taken;
    packets += count;
    sampledNs = nowNs;
  }

  /** Whether it comes, and has for long enough to be given to somebody. */
  boolean flows(long nowNs) {
    return comes && nowNs - comesSinceNs >= SETTLED_NS;
  }

  /** In bit/s with headers, over the last second. */
  long bitsPerSecond() {
    return (long) bitsPerSecond;
  }
}

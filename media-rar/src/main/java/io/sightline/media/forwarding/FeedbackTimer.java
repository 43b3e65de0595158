package io.sightline.media.forwarding;

import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import io.sightline.media.rate.PathRate;
import io.sightline.media.rtcp.RtcpWriter;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.stream.ReceiveStream;
import io.sightline.media.transport.MediaThread;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * What is due without a packet: NACKs, key-frame requests, reports, bandwidth feedback, consent.
 * Media thread only.
 */
final class FeedbackTimer {
  /** The tick: the shortest pause between a loss and its NACK. */
  private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Browsers send and expect transport-wide feedback every 50 to 250 ms. */
  private static final long TRANSPORT_FEEDBACK_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Reports every second: quick first sender reports make for quick lip sync. */
  private static final long REPORT_NS = TimeUnit.SECONDS.toNanos(1);

  private static final long DEFAULT_ROUND_TRIP_NS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int RTCP_CAPACITY = 1200;
  private static final byte[] CNAME = "sightline".getBytes(StandardCharsets.US_ASCII);

  private final EndpointTable table;
  private final MediaCounters counters;
  private final RtcpWriter writer = new RtcpWriter();
  private final byte[] buffer = new byte[MediaThread.BUFFER_BYTES];
  private final RtpPacket repeated = new RtpPacket();
  private final int[] missing = new int[64];
  private final long[] ssrcs = new long[16];
  private long reportDueNs;
  private long transportFeedbackDueNs;

  FeedbackTimer(MediaContext context, EndpointTable table) {
    this.table = table;
    this.counters = context.counters();
    this.reportDueNs = System.nanoTime();
    this.transportFeedbackDueNs = reportDueNs;
  }

  long onTimer(long nowNs) {
    boolean reports = nowNs - reportDueNs >= 0;
    boolean transportFeedback = nowNs - transportFeedbackDueNs >= 0;
    for (MediaEndpoint endpoint : table.endpoints()) {
      if (reports) {
        endpoint.updateConnected(nowNs);
      }
      if (endpoint.isConnected()) {
        serve(endpoint, reports, transportFeedback, nowNs);
      }
    }
    if (reports) {
      reportDueNs = nowNs + REPORT_NS;
      table.sweepRecordings();
    }
    if (transportFeedback) {
      transportFeedbackDueNs = nowNs + TRANSPORT_FEEDBACK_NS;
    }
    return nowNs + TICK_NS;
  }

  private void serve(
      MediaEndpoint endpoint, boolean reports, boolean transportFeedback, long nowNs) {
    for (int i = 0; i < endpoint.inbound().size(); i++) {
      InboundTrack track = endpoint.inbound().get(i);
      if (transportFeedback && track.isLayered()) {
        track.sampleLayers(nowNs);
      }
      wantKeyFrames(track);
      for (int each = 0; each < track.streams(); each++) {
        if (track.stream(each) != null) {
          requestMissing(endpoint, track, each, nowNs);
          requestKeyFrame(endpoint, track, each, nowNs);
        }
      }
    }
    tryPath(endpoint, nowNs);
    if (transportFeedback && endpoint.transportFeedback().hasPending()) {
      begin(endpoint);
      InboundStream any = endpoint.ssrcs().get(0);
      writer.transportFeedback(endpoint.transportFeedback(), endpoint.reportSsrc(), any.ssrc());
      send(endpoint);
    }
    if (transportFeedback) {
      endpoint.downlink().share(endpoint.outbound(), nowNs);
    }
    if (reports) {
      report(endpoint, nowNs);
      endpoint.showLayers();
    } else if (transportFeedback) {
      limitAtOnce(endpoint);
    }
  }

  private void limitAtOnce(MediaEndpoint endpoint) {
    long limit = endpoint.uplink().next(endpoint);
    int count = endpoint.uplink().isUrgent(limit) ? limitedSsrcs(endpoint) : 0;
    if (count > 0) {
      begin(endpoint);
      tellLimit(endpoint, limit, count);
      send(endpoint);
    }
  }

  private void tellLimit(MediaEndpoint endpoint, long limit, int count) {
    if (count > 0 && limit != PathRate.UNKNOWN) {
      writer.remb(endpoint.reportSsrc(), limit, ssrcs, count);
      endpoint.uplink().told(limit);
    }
  }

  /** The pictures that understand REMB; a limit is for all of them together. */
  private int limitedSsrcs(MediaEndpoint endpoint) {
    int count = 0;
    for (int i = 0; i < endpoint.ssrcs().size() && count < ssrcs.length; i++) {
      InboundStream stream = endpoint.ssrcs().get(i);
      if (!stream.isRetransmission()
          && stream.track().isVideo()
          && stream.track().hasFeedback("goog-remb")) {
        ssrcs[count++] = stream.ssrc();
      }
    }
    return count;
  }

  private void requestMissing(MediaEndpoint endpoint, InboundTrack track, int each, long nowNs) {
    InboundStream stream = track.stream(each);
    int count = stream.stream().pollNacks(nowNs, roundTripNs(endpoint), missing);
    if (count > 0) {
      begin(endpoint);
      writer.nack(endpoint.reportSsrc(), stream.ssrc(), missing, count);
      send(endpoint);
      counters.increment(MediaCounter.NACKS_SENT);
    }
    if (stream.stream().takeUnrepairable() && track.isTaken(each)) {
      track.wantKeyFrame(each);
    }
  }

  private static void wantKeyFrames(InboundTrack track) {
    for (int i = 0; i < track.receivers().size(); i++) {
      OutboundTrack receiver = track.receivers().get(i);
      if (receiver.endpoint().isConnected() && receiver.stream().wantsKeyFrame()) {
        receiver.wantKeyFrame();
      }
    }
  }

  private void requestKeyFrame(MediaEndpoint endpoint, InboundTrack track, int each, long nowNs) {
    if (track.isVideo() && track.keyFrames(each).poll(nowNs)) {
      begin(endpoint);
      writer.pli(endpoint.reportSsrc(), track.stream(each).ssrc());
      send(endpoint);
      counters.increment(MediaCounter.KEY_FRAMES_REQUESTED);
    }
  }

  /** Sends the padding by which a path shows whether it has room for a higher layer. */
  private void tryPath(MediaEndpoint endpoint, long nowNs) {
    for (int i = 0; i < endpoint.outbound().size(); i++) {
      OutboundTrack track = endpoint.outbound().get(i);
      long padding = track.layers() == null ? 0 : track.layers().choice().padding(nowNs);
      if (padding > 0 && !track.isLeftOut()) {
        int due = (int) (padding / 8 * TICK_NS / REPORT_NS) - endpoint.downlink().padded();
        endpoint.downlink().setPadded(track.pad(due, buffer, repeated, nowNs));
      }
    }
  }

  private void report(MediaEndpoint endpoint, long nowNs) {
    writer.wrap(buffer, 0, RTCP_CAPACITY);
    for (int i = 0; i < endpoint.outbound().size(); i++) {
      OutboundTrack track = endpoint.outbound().get(i);
      ReceiveStream forwarded = track.forwarded();
      if (forwarded != null) {
        track.stream().writeSenderReport(writer, forwarded, nowNs);
      }
    }
    writer.receiverReport(endpoint.reportSsrc());
    for (int i = 0; i < endpoint.ssrcs().size(); i++) {
      InboundStream stream = endpoint.ssrcs().get(i);
      if (stream.isRetransmission()) {
        continue;
      }
      stream.stream().writeReportBlock(writer, nowNs);
    }
    writer.sdesCname(endpoint.reportSsrc(), CNAME);
    tellLimit(endpoint, endpoint.uplink().next(endpoint), limitedSsrcs(endpoint));
    send(endpoint);
  }

  /** RFC 3550 section 6.1: a compound packet starts with a report and names its source. */
  private void begin(MediaEndpoint endpoint) {
    writer.wrap(buffer, 0, RTCP_CAPACITY);
    writer.receiverReport(endpoint.reportSsrc());
    writer.sdesCname(endpoint.reportSsrc(), CNAME);
  }

  private void send(MediaEndpoint endpoint) {
    endpoint.sendRtcp(buffer, writer.length());
  }

  private static long roundTripNs(MediaEndpoint endpoint) {
    for (int i = 0; i < endpoint.outbound().size(); i++) {
      OutboundTrack track = endpoint.outbound().get(i);
      if (track.stream().roundTripNs() > 0) {
        return track.stream().roundTripNs();
      }
    }
    return DEFAULT_ROUND_TRIP_NS;
  }
}

package io.sightline.media.forwarding;

import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import io.sightline.media.rtcp.RtcpReader;
import io.sightline.media.rtcp.RtcpType;
import io.sightline.media.rtcp.TransportFeedbackReader;
import io.sightline.media.rtp.Bytes;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.transport.MediaThread;

/**
 * What a browser tells by RTCP, taken hop by hop: nothing is passed through, so that one side
 * cannot play feedback games with another. Media thread only.
 */
final class RtcpInput {
  /** Sequence numbers served of one NACK; a browser's asks for far fewer. */
  private static final int MAX_NACKED = 256;

  private static final long DEFAULT_ROUND_TRIP_NS = 100_000_000L;

  private final MediaCounters counters;
  private final RtcpReader reader = new RtcpReader();
  private final TransportFeedbackReader feedback = new TransportFeedbackReader();
  private final RtpPacket retransmitted = new RtpPacket();
  private final int[] nacked = new int[MAX_NACKED];
  private final byte[] clocks = new byte[16];
  private final byte[] sendBuffer = new byte[MediaThread.BUFFER_BYTES];

  RtcpInput(MediaCounters counters) {
    this.counters = counters;
  }

  void onCompound(MediaEndpoint endpoint, byte[] buffer, int length, long nowNs) {
    reader.wrap(buffer, 0, length);
    while (reader.next()) {
      onPacket(endpoint, nowNs);
    }
    if (reader.malformed()) {
      counters.increment(MediaCounter.DROPPED_MALFORMED);
    }
  }

  private void onPacket(MediaEndpoint endpoint, long nowNs) {
    if (reader.type() == RtcpType.SR) {
      onSenderReport(endpoint, nowNs);
    }
    for (int i = 0; i < reader.reportCount(); i++) {
      OutboundTrack track = endpoint.outbound(reader.reportSsrc(i));
      if (track != null) {
        track.stream().onReportBlock(reader, i, nowNs);
      }
    }
    if (reader.isNack()) {
      onNack(endpoint, nowNs);
    } else if (reader.isTransportFeedback()) {
      if (feedback.wrap(reader)) {
        endpoint.downlink().onFeedback(feedback, nowNs);
      } else {
        counters.increment(MediaCounter.DROPPED_MALFORMED);
      }
    } else if (reader.isRemb()) {
      endpoint.downlink().onEstimate(reader.rembBitrate(), nowNs);
    } else if (reader.isPli()) {
      onKeyFrameRequest(endpoint.outbound(reader.mediaSsrc()));
    } else if (reader.isFir()) {
      for (int i = 0; i < reader.firCount(); i++) {
        onKeyFrameRequest(endpoint.outbound(reader.firSsrc(i)));
      }
    }
  }

  private void onSenderReport(MediaEndpoint endpoint, long nowNs) {
    InboundStream stream = endpoint.ssrcs().find(reader.senderSsrc());
    if (stream == null || stream.isRetransmission()) {
      return;
    }
    stream.stream().onSenderReport(reader, nowNs);
    Bytes.put32(clocks, 0, reader.senderSsrc());
    Bytes.put64(clocks, 4, reader.ntpTimestamp());
    Bytes.put32(clocks, 12, reader.rtpTimestamp());
    stream.track().recordSenderReport(clocks, nowNs);
  }

  private void onKeyFrameRequest(OutboundTrack track) {
    if (track != null) {
      track.wantKeyFrame();
    }
  }

  private void onNack(MediaEndpoint endpoint, long nowNs) {
    counters.increment(MediaCounter.NACKS_RECEIVED);
    OutboundTrack track = endpoint.outbound(reader.mediaSsrc());
    if (track == null || !endpoint.isConnected()) {
      return;
    }
    long measured = track.stream().roundTripNs();
    long roundTripNs = measured > 0 ? measured : DEFAULT_ROUND_TRIP_NS;
    int count = reader.nackSequences(nacked);
    for (int i = 0; i < count; i++) {
      int length = track.stream().retransmit(nacked[i], nowNs, roundTripNs, sendBuffer, 0);
      if (length > 0) {
        retransmitted.wrap(sendBuffer, 0, length);
        track.stamp(retransmitted, nowNs);
        counters.increment(MediaCounter.RTP_RETRANSMITTED);
        endpoint.sendRtp(sendBuffer, length);
      }
    }
  }
}

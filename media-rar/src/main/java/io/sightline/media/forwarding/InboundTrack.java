package io.sightline.media.forwarding;

import io.sightline.media.api.Codec;
import io.sightline.media.api.HeaderExtension;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.ReceiveTrack;
import io.sightline.media.recorder.Recording;
import io.sightline.media.recorder.RecordingTrack;
import io.sightline.media.recorder.TrackDescriptor;
import io.sightline.media.rtp.ExtensionUri;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.rtp.VideoCodec;
import io.sightline.media.stream.KeyFrameRequests;
import java.util.ArrayList;
import java.util.List;

/** A track received from an endpoint: its stream, who gets it, which recordings take it. */
final class InboundTrack {
  private static final int PAYLOAD_TYPES = 128;

  private final MediaEndpoint endpoint;
  private final KeyFrameRequests keyFrames = new KeyFrameRequests();
  private final List<OutboundTrack> receivers = new ArrayList<>();
  private final List<RecordingTrack> taps = new ArrayList<>();
  private final Codec[] byPayloadType = new Codec[PAYLOAD_TYPES];
  private final Codec[] byRtxPayloadType = new Codec[PAYLOAD_TYPES];
  private ReceiveTrack definition;
  private int midExtension;
  private int transportExtension;
  private InboundStream primary;

  InboundTrack(MediaEndpoint endpoint, ReceiveTrack definition) {
    this.endpoint = endpoint;
    redefine(definition);
  }

  /** Adopts a further negotiation of the same media section. */
  void redefine(ReceiveTrack current) {
    definition = current;
    java.util.Arrays.fill(byPayloadType, null);
    java.util.Arrays.fill(byRtxPayloadType, null);
    for (Codec codec : current.codecs()) {
      byPayloadType[codec.payloadType()] = codec;
      if (codec.rtxPayloadType() >= 0) {
        byRtxPayloadType[codec.rtxPayloadType()] = codec;
      }
    }
    midExtension = extension(current.extensions(), ExtensionUri.MID);
    transportExtension =
        hasFeedback("transport-cc")
            ? extension(current.extensions(), ExtensionUri.TRANSPORT_CC)
            : -1;
  }

  /** The local identifier of an extension, or -1. */
  static int extension(List<HeaderExtension> extensions, String uri) {
    for (HeaderExtension extension : extensions) {
      if (extension.uri().equals(uri)) {
        return extension.id();
      }
    }
    return -1;
  }

  MediaEndpoint endpoint() {
    return endpoint;
  }

  ReceiveTrack definition() {
    return definition;
  }

  KeyFrameRequests keyFrames() {
    return keyFrames;
  }

  boolean isVideo() {
    return definition.kind() == MediaKind.VIDEO;
  }

  int midExtension() {
    return midExtension;
  }

  /** Identifier of the transport-wide sequence number, or -1 when it is not negotiated. */
  int transportExtension() {
    return transportExtension;
  }

  /** The codec of a payload type, or null. */
  Codec codec(int payloadType) {
    return byPayloadType[payloadType];
  }

  /** The codec that a payload type retransmits, or null. */
  Codec retransmitted(int payloadType) {
    return byRtxPayloadType[payloadType];
  }

  boolean accepts(int payloadType) {
    return byPayloadType[payloadType] != null || byRtxPayloadType[payloadType] != null;
  }

  /** Whether any codec of the track has this feedback, such as "nack". */
  boolean hasFeedback(String feedback) {
    for (Codec codec : definition.codecs()) {
      if (codec.feedback().contains(feedback)) {
        return true;
      }
    }
    return false;
  }

  /** The SSRC that media comes on, or null before the first packet. */
  InboundStream primary() {
    return primary;
  }

  void setPrimary(InboundStream stream) {
    primary = stream;
  }

  List<OutboundTrack> receivers() {
    return receivers;
  }

  /** Hands an arrived packet to the recordings; a recording may want a key frame. */
  void record(RtpPacket packet, long nowNs) {
    for (int i = 0; i < taps.size(); i++) {
      if (!taps.get(i).rtp(packet, nowNs)) {
        wantKeyFrame();
      }
    }
  }

  /** Hands the clocks of a sender report to the recordings. */
  void recordSenderReport(byte[] ssrcNtpRtp, long nowNs) {
    for (RecordingTrack tap : taps) {
      tap.senderReport(ssrcNtpRtp, nowNs);
    }
  }

  /** Lets go of receivers and recordings: the endpoint is closed. */
  void close(long nowNs) {
    receivers.clear();
    for (RecordingTrack tap : taps) {
      tap.closed(endpoint.id(), nowNs);
    }
    taps.clear();
  }

  /** Joins the recordings that take this track, once its SSRC is known. */
  void tap(List<Recording> recordings) {
    taps.clear();
    if (primary == null) {
      return;
    }
    TrackDescriptor descriptor =
        new TrackDescriptor(
            endpoint.participantId(),
            endpoint.role(),
            endpoint.id(),
            definition.mid(),
            definition.kind(),
            definition.source(),
            definition.codecs(),
            primary.ssrc());
    for (Recording recording : recordings) {
      RecordingTrack tap = recording.track(descriptor);
      if (tap != null) {
        taps.add(tap);
        wantKeyFrame();
      }
    }
  }

  void wantKeyFrame() {
    if (isVideo() && !keyFrames.wanted()) {
      keyFrames.want();
    }
  }

  /** Looks whether an awaited key frame arrives with this packet. */
  void watchKeyFrame(RtpPacket packet, Codec codec) {
    if (keyFrames.wanted()
        && packet.payloadLength() > 0
        && VideoCodec.named(codec.name())
            .startsKeyFrame(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      keyFrames.arrived();
    }
  }
}

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
import java.util.Arrays;
import java.util.List;

/** A track received from an endpoint: its streams, who gets it, which recordings take it. */
final class InboundTrack {
  private static final int PAYLOAD_TYPES = 128;
  private static final InboundLayer[] ONE_STREAM = {};

  private final MediaEndpoint endpoint;
  private final KeyFrameRequests keyFrames = new KeyFrameRequests();
  private final List<OutboundTrack> receivers = new ArrayList<>();
  private final List<RecordingTrack> taps = new ArrayList<>();
  private final Codec[] byPayloadType = new Codec[PAYLOAD_TYPES];
  private final Codec[] byRtxPayloadType = new Codec[PAYLOAD_TYPES];
  private ReceiveTrack definition;
  private int midExtension;
  private int transportExtension;
  private int ridExtension;
  private int repairedRidExtension;
  private InboundStream primary;
  private final InboundLayer[] layers;
  private RecordedLayers recorded;

  InboundTrack(MediaEndpoint endpoint, ReceiveTrack definition) {
    this.endpoint = endpoint;
    this.layers =
        definition.rids().isEmpty()
            ? ONE_STREAM
            : definition.rids().stream().map(InboundLayer::new).toArray(InboundLayer[]::new);
    redefine(definition);
  }

  /** Adopts a further negotiation of the same media section. */
  void redefine(ReceiveTrack current) {
    definition = current;
    Arrays.fill(byPayloadType, null);
    Arrays.fill(byRtxPayloadType, null);
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
    ridExtension = extension(current.extensions(), ExtensionUri.RID);
    repairedRidExtension = extension(current.extensions(), ExtensionUri.REPAIRED_RID);
    if (recorded != null) {
      recorded.redefine(current);
    }
  }

  /** Whether the definition can be taken on without new streams. */
  boolean continuesAs(ReceiveTrack other) {
    return other.kind() == definition.kind() && other.rids().equals(definition.rids());
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

  /** Whether it comes in simulcast layers. */
  boolean isLayered() {
    return layers.length > 0;
  }

  /** The layers, the lowest first; none for a track of one stream. */
  InboundLayer[] layers() {
    return layers;
  }

  /** How many streams of media it may have. */
  int streams() {
    return isLayered() ? layers.length : 1;
  }

  /** A stream of media, or null before its first packet. */
  InboundStream stream(int index) {
    return isLayered() ? layers[index].stream() : primary;
  }

  KeyFrameRequests keyFrames(int index) {
    return isLayered() ? layers[index].keyFrames() : keyFrames;
  }

  /** Identifier of the header extension that names a layer (RFC 8852), or -1. */
  int ridExtension() {
    return ridExtension;
  }

  /** Identifier of the header extension that names the layer repaired, or -1. */
  int repairedRidExtension() {
    return repairedRidExtension;
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

  /** The SSRC that media comes on, of layers the first; null before the first packet. */
  InboundStream primary() {
    return primary;
  }

  void adopt(InboundStream stream) {
    if (!isLayered()) {
      primary = stream;
      return;
    }
    layers[stream.layer()].setStream(stream);
    if (primary == null) {
      primary = stream;
    }
  }

  List<OutboundTrack> receivers() {
    return receivers;
  }

  /** Hands an arrived packet to the recordings; a recording may want a key frame. */
  void record(RtpPacket packet, InboundStream from, long nowNs) {
    if (taps.isEmpty()) {
      return;
    }
    if (!isLayered()) {
      record(packet, 0, nowNs);
      return;
    }
    RtpPacket taken = recorded.take(packet, from, nowNs);
    while (taken != null) {
      record(taken, from.layer(), nowNs);
      taken = recorded.nextHeld(nowNs);
    }
  }

  private void record(RtpPacket packet, int stream, long nowNs) {
    for (int i = 0; i < taps.size(); i++) {
      if (!taps.get(i).rtp(packet, nowNs)) {
        wantKeyFrame(stream);
      }
    }
  }

  /** Hands the clocks of a sender report to the recordings. */
  void recordSenderReport(byte[] ssrcNtpRtp, long nowNs) {
    byte[] clocks =
        !isLayered() ? ssrcNtpRtp : recorded == null ? null : recorded.clocks(ssrcNtpRtp);
    if (clocks != null) {
      for (RecordingTrack tap : taps) {
        tap.senderReport(clocks, nowNs);
      }
    }
  }

  /** Looks how the layers arrive and what the recordings take of them. */
  void sampleLayers(long nowNs) {
    for (InboundLayer layer : layers) {
      layer.sample(nowNs);
    }
    if (recorded != null && !taps.isEmpty()) {
      recorded.choose(nowNs);
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
    boolean idle = taps.isEmpty();
    taps.clear();
    if (primary == null) {
      return;
    }
    if (isLayered() && recorded == null) {
      recorded = new RecordedLayers(this, primary.ssrc(), endpoint.random());
    } else if (isLayered() && idle) {
      recorded.interrupt();
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

  /** Has a key frame asked for of everything that somebody takes. */
  void wantKeyFrame() {
    if (!isLayered()) {
      wantKeyFrame(0);
      return;
    }
    for (int i = 0; i < receivers.size(); i++) {
      receivers.get(i).wantKeyFrame();
    }
    if (recorded != null && !taps.isEmpty()) {
      wantKeyFrame(recorded.layers().choice().target());
    }
  }

  /** Whether anybody takes a stream, now or from its next key frame on. */
  boolean isTaken(int stream) {
    if (!isLayered()) {
      return true;
    }
    for (int i = 0; i < receivers.size(); i++) {
      if (receivers.get(i).layers().takes(stream)) {
        return true;
      }
    }
    return recorded != null && !taps.isEmpty() && recorded.layers().takes(stream);
  }

  /**
   * Has a key frame asked for.
   *
   * @param stream of which, as in {@link #stream}; -1 for none
   */
  void wantKeyFrame(int stream) {
    if (isVideo() && stream >= 0 && !keyFrames(stream).wanted()) {
      keyFrames(stream).want();
    }
  }

  /** Looks whether an awaited key frame arrives with this packet. */
  void watchKeyFrame(RtpPacket packet, InboundStream from, Codec codec) {
    KeyFrameRequests requests = from.layer() < 0 ? keyFrames : layers[from.layer()].keyFrames();
    if (requests.wanted()
        && packet.payloadLength() > 0
        && VideoCodec.named(codec.name())
            .startsKeyFrame(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      requests.arrived();
    }
  }
}

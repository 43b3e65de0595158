package io.sightline.media.forwarding;

import io.sightline.media.api.Codec;
import io.sightline.media.api.MediaEvent;
import io.sightline.media.demux.Demultiplexer;
import io.sightline.media.demux.PacketKind;
import io.sightline.media.ice.IceOutcome;
import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import io.sightline.media.rtp.Bytes;
import io.sightline.media.rtp.HeaderExtensions;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.rtp.Rtx;
import io.sightline.media.srtp.SrtpTransform;
import io.sightline.media.stream.ReceiveStream;
import io.sightline.media.stream.SendStream;
import io.sightline.media.stun.BindingRequest;
import io.sightline.media.stun.StunFault;
import io.sightline.media.transport.DatagramHandler;
import io.sightline.media.transport.MediaThread;
import io.sightline.media.transport.UdpSocket;
import java.net.InetSocketAddress;

/**
 * The packet path. Each stage passes a packet on or discards and counts it. Media thread only.
 *
 * <p>STUN from anywhere, authenticated by its integrity. DTLS, SRTP and SRTCP only from addresses
 * that passed a check; SRTP may come from any validated pair, for a browser sends on a new pair
 * before its nomination arrives, and is authentic by its tag.
 */
public final class Forwarder implements DatagramHandler {
  private final MediaContext context;
  private final MediaCounters counters;
  private final EndpointTable table;
  private final RtcpInput rtcpInput;
  private final FeedbackTimer timer;
  private final RtpPacket packet = new RtpPacket();
  private final RtpPacket copy = new RtpPacket();
  private final HeaderExtensions extensions = new HeaderExtensions();
  private final byte[] sendBuffer = new byte[MediaThread.BUFFER_BYTES];

  public Forwarder(MediaContext context, EndpointTable table) {
    this.context = context;
    this.counters = context.counters();
    this.table = table;
    this.rtcpInput = new RtcpInput(counters);
    this.timer = new FeedbackTimer(context, table);
    table.onKeys(this::takeEarlyMedia);
  }

  @Override
  public void onDatagram(
      byte[] buffer, int length, UdpSocket local, InetSocketAddress source, long nowNs) {
    PacketKind kind = Demultiplexer.classify(buffer, 0, length);
    if (kind == PacketKind.STUN) {
      onStun(buffer, length, local, source, nowNs);
      return;
    }
    if (kind.isDropped()) {
      counters.increment(MediaCounter.DROPPED_UNCLASSIFIED);
      return;
    }
    MediaEndpoint endpoint = table.validated(local, source);
    if (endpoint == null) {
      counters.increment(MediaCounter.DROPPED_UNKNOWN_ADDRESS);
      return;
    }
    if (kind == PacketKind.DTLS) {
      if (!endpoint.dtls().offer(buffer, length)) {
        counters.increment(MediaCounter.DROPPED_DTLS_QUEUE);
      }
    } else if (endpoint.unprotect() == null) {
      if (!endpoint.early().hold(buffer, length, nowNs)) {
        counters.increment(MediaCounter.DROPPED_EARLY_MEDIA);
      }
    } else if (kind == PacketKind.RTP) {
      onSrtp(endpoint, buffer, length, nowNs);
    } else {
      onSrtcp(endpoint, buffer, length, nowNs);
    }
  }

  @Override
  public long onTimer(long nowNs) {
    return timer.onTimer(nowNs);
  }

  private void onStun(
      byte[] buffer, int length, UdpSocket local, InetSocketAddress source, long nowNs) {
    BindingRequest request = BindingRequest.parse(buffer, 0, length);
    MediaEndpoint endpoint =
        request.fault() == StunFault.NONE ? table.byUfrag(request.localUfrag()) : null;
    if (endpoint == null) {
      counters.increment(MediaCounter.DROPPED_STUN);
      return;
    }
    IceOutcome outcome = endpoint.ice().handle(request, local.local(), source, nowNs);
    if (outcome.response() != null) {
      context.sockets().send(outcome.response(), outcome.response().length, local, source);
    }
    if (!outcome.verdict().authenticated()) {
      counters.increment(MediaCounter.DROPPED_STUN);
      return;
    }
    if (outcome.verdict() != IceOutcome.Verdict.REFRESHED) {
      table.validate(local, source, endpoint);
    }
    if (outcome.verdict() == IceOutcome.Verdict.SELECTED) {
      endpoint.select(local, source);
    }
    endpoint.shakeHands();
    if (endpoint.figures().restartPending()
        && request.localUfrag().equals(endpoint.ice().localCredentials().ufrag())) {
      endpoint.figures().setRestartPending(false);
    }
    endpoint.updateConnected(nowNs);
  }

  private void takeEarlyMedia(MediaEndpoint endpoint) {
    for (EarlyMedia.Held held : endpoint.early().release()) {
      byte[] bytes = held.bytes();
      if (Demultiplexer.classify(bytes, 0, bytes.length) == PacketKind.RTP) {
        onSrtp(endpoint, bytes, bytes.length, held.arrivalNs());
      } else {
        onSrtcp(endpoint, bytes, bytes.length, held.arrivalNs());
      }
    }
  }

  /** An SRTP packet: unprotect, find its track, account for it, record it, forward it. */
  private void onSrtp(MediaEndpoint endpoint, byte[] buffer, int length, long nowNs) {
    int size = endpoint.unprotect().unprotect(buffer, 0, length);
    if (size < 0) {
      counters.increment(dropped(size));
      return;
    }
    if (!packet.wrap(buffer, 0, size)) {
      counters.increment(MediaCounter.DROPPED_MALFORMED);
      return;
    }
    InboundStream stream = streamOf(endpoint);
    if (stream == null) {
      return;
    }
    InboundTrack track = stream.track();
    noteTransportSequence(track, nowNs);
    if (stream.isRetransmission()) {
      stream = unwrapRetransmission(track, stream.layer());
      if (stream == null) {
        counters.increment(MediaCounter.DROPPED_PROBES);
        return;
      }
    }
    Codec codec = track.codec(packet.payloadType());
    if (codec == null) {
      counters.increment(MediaCounter.DROPPED_UNKNOWN_TRACK);
      return;
    }
    if (!stream.stream().receive(packet, nowNs).usable()) {
      counters.increment(MediaCounter.DROPPED_DUPLICATES);
      return;
    }
    counters.increment(MediaCounter.RTP_RECEIVED);
    endpoint.figures().countReceived();
    track.watchKeyFrame(packet, stream, codec);
    if (packet.payloadLength() > 0) {
      track.record(packet, stream, nowNs);
    }
    fork(track, stream, nowNs);
  }

  /** Sends the packet to each receiver of the track, in that receiver's numbers. */
  private void fork(InboundTrack track, InboundStream stream, long nowNs) {
    for (int i = 0; i < track.receivers().size(); i++) {
      OutboundTrack receiver = track.receivers().get(i);
      if (!receiver.endpoint().isConnected()) {
        counters.increment(MediaCounter.DROPPED_RECEIVER_NOT_READY);
        continue;
      }
      if (receiver.isLeftOut()) {
        counters.increment(MediaCounter.DROPPED_NO_ROOM);
        continue;
      }
      LayerSwitch layers = receiver.layers();
      if (layers != null && !layers.takes(stream.layer())) {
        continue;
      }
      System.arraycopy(packet.buffer(), packet.offset(), sendBuffer, 0, packet.length());
      copy.wrap(sendBuffer, 0, packet.length());
      SendStream.Verdict verdict = receiver.stream().forward(copy, stream.stream().index(), nowNs);
      if (verdict != SendStream.Verdict.SEND) {
        if (layers == null || !layers.isNext(stream.layer())) {
          counters.increment(dropped(verdict));
        }
        continue;
      }
      if (layers != null && layers.sent(stream.layer())) {
        counters.increment(MediaCounter.LAYERS_SWITCHED);
        receiver.endpoint().figures().countLayerSwitch();
      }
      send(receiver, nowNs);
      sendHeld(receiver, nowNs);
    }
  }

  /** Lets follow what had overtaken the first packet of its key frame; the rule is nothing. */
  private void sendHeld(OutboundTrack receiver, long nowNs) {
    int length = receiver.stream().nextHeld(sendBuffer, 0, nowNs);
    while (length > 0) {
      copy.wrap(sendBuffer, 0, length);
      send(receiver, nowNs);
      length = receiver.stream().nextHeld(sendBuffer, 0, nowNs);
    }
  }

  /** Sends {@link #copy}, which lies in the send buffer in the receiver's numbers. */
  private void send(OutboundTrack receiver, long nowNs) {
    receiver.stamp(copy, nowNs);
    receiver.endpoint().sendRtp(sendBuffer, copy.length());
  }

  private void onSrtcp(MediaEndpoint endpoint, byte[] buffer, int length, long nowNs) {
    int size = endpoint.unprotect().unprotectRtcp(buffer, 0, length);
    if (size < 0) {
      counters.increment(dropped(size));
      return;
    }
    rtcpInput.onCompound(endpoint, buffer, size, nowNs);
  }

  /** The stream of the current packet's SSRC, made on its first packet; null when discarded. */
  private InboundStream streamOf(MediaEndpoint endpoint) {
    InboundStream known = endpoint.ssrcs().find(packet.ssrc());
    if (known != null) {
      return known;
    }
    InboundTrack track = endpoint.ssrcs().classify(packet, endpoint.inbound());
    if (track == null || !track.accepts(packet.payloadType())) {
      counters.increment(MediaCounter.DROPPED_UNKNOWN_TRACK);
      return null;
    }
    if (endpoint.ssrcs().isFull()) {
      counters.increment(MediaCounter.DROPPED_SSRC_CAP);
      return null;
    }
    Codec codec = track.codec(packet.payloadType());
    int layer = layerOf(track, codec == null);
    if (track.isLayered() && layer < 0) {
      counters.increment(MediaCounter.DROPPED_UNKNOWN_TRACK);
      return null;
    }
    if (codec == null) {
      InboundStream repair = new InboundStream(packet.ssrc(), track, null, layer);
      endpoint.ssrcs().add(repair);
      return repair;
    }
    ReceiveStream state =
        new ReceiveStream(packet.ssrc(), codec.clockRate(), codec.feedback().contains("nack"));
    InboundStream stream = new InboundStream(packet.ssrc(), track, state, layer);
    endpoint.ssrcs().add(stream);
    adopt(endpoint, track, stream);
    return stream;
  }

  /** The layer that the packet's header extension names (RFC 8852), or -1. */
  private int layerOf(InboundTrack track, boolean repair) {
    int id = repair ? track.repairedRidExtension() : track.ridExtension();
    if (id < 0 || !extensions.find(packet, id)) {
      return -1;
    }
    for (int i = 0; i < track.layers().length; i++) {
      if (extensions.dataEquals(track.layers()[i].rid())) {
        return i;
      }
    }
    return -1;
  }

  private void adopt(MediaEndpoint endpoint, InboundTrack track, InboundStream stream) {
    boolean first = track.primary() == null;
    track.adopt(stream);
    track.tap(endpoint.call().recordings());
    track.wantKeyFrame();
    if (first) {
      context
          .events()
          .accept(
              new MediaEvent.TrackStarted(
                  endpoint.call().id(), endpoint.id(), track.definition().mid()));
    }
  }

  /** Restores a retransmitted packet in place; null when it repairs nothing, as probes do. */
  private InboundStream unwrapRetransmission(InboundTrack track, int layer) {
    Codec repaired = track.retransmitted(packet.payloadType());
    InboundStream primary = layer < 0 ? track.primary() : track.stream(layer);
    if (repaired == null
        || primary == null
        || !Rtx.unwrap(packet, primary.ssrc(), repaired.payloadType())) {
      return null;
    }
    return primary;
  }

  private void noteTransportSequence(InboundTrack track, long nowNs) {
    if (track.transportExtension() >= 0
        && extensions.find(packet, track.transportExtension())
        && extensions.dataLength() == 2) {
      track
          .endpoint()
          .transportFeedback()
          .received(Bytes.u16(packet.buffer(), extensions.dataOffset()), nowNs);
    }
  }

  private static MediaCounter dropped(int reason) {
    return switch (reason) {
      case SrtpTransform.AUTHENTICATION_FAILED -> MediaCounter.DROPPED_AUTHENTICATION;
      case SrtpTransform.REPLAYED, SrtpTransform.TOO_OLD -> MediaCounter.DROPPED_REPLAYED;
      case SrtpTransform.TOO_MANY_SSRCS -> MediaCounter.DROPPED_SSRC_CAP;
      default -> MediaCounter.DROPPED_MALFORMED;
    };
  }

  private static MediaCounter dropped(SendStream.Verdict verdict) {
    return switch (verdict) {
      case AWAITING_KEY_FRAME -> MediaCounter.DROPPED_AWAITING_KEY_FRAME;
      case UNMAPPED_PAYLOAD_TYPE -> MediaCounter.DROPPED_NOT_NEGOTIATED;
      default -> MediaCounter.DROPPED_DUPLICATES;
    };
  }
}

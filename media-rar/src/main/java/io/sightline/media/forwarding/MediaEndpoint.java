package io.sightline.media.forwarding;

import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.OpenEndpoint;
import io.sightline.media.api.ReceiveTrack;
import io.sightline.media.api.SendTrack;
import io.sightline.media.dtls.DtlsAssociation;
import io.sightline.media.dtls.DtlsRole;
import io.sightline.media.dtls.SrtpKeys;
import io.sightline.media.ice.IceCredentials;
import io.sightline.media.ice.IceLiteAgent;
import io.sightline.media.management.MediaCounter;
import io.sightline.media.rtcp.TransportFeedbackBuilder;
import io.sightline.media.srtp.SrtpTransform;
import io.sightline.media.transport.UdpSocket;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A participant's server-side end of media: ICE, DTLS, keys, tracks. Media thread only, but for
 * what the DTLS listener posts there.
 */
final class MediaEndpoint {
  /**
   * SRTP keeps state for more SSRCs than there may be streams: strays that belong to no track must
   * not lock out the real ones that come after.
   */
  private static final int SRTP_SSRC_FACTOR = 16;

  private static final int MAX_SRTP_SSRCS = 1024;

  private final MediaContext context;
  private final ForwardedCall call;
  private final OpenEndpoint opened;
  private final EndpointFigures figures;
  private final IceLiteAgent ice;
  private final DtlsAssociation dtls;
  private final EarlyMedia early;
  private final SsrcTable ssrcs;
  private final TransportFeedbackBuilder transportFeedback = new TransportFeedbackBuilder();
  private final Map<String, InboundTrack> inbound = new LinkedHashMap<>();
  private final Map<String, OutboundTrack> outbound = new LinkedHashMap<>();
  private List<InboundTrack> inboundTracks = List.of();
  private List<OutboundTrack> outboundTracks = List.of();
  private final Downlink downlink = new Downlink();
  private final UplinkLimit uplink = new UplinkLimit();
  private final long reportSsrc;
  private UdpSocket selectedSocket;
  private InetSocketAddress selectedRemote;
  private SrtpTransform unprotect;
  private SrtpTransform protect;
  private boolean connected;
  private boolean closed;
  private int transportSequence;

  /**
   * An endpoint that waits for checks.
   *
   * @param onKeys told on the media thread once SRTP can flow, to take early media in
   */
  MediaEndpoint(
      MediaContext context,
      ForwardedCall call,
      OpenEndpoint opened,
      EndpointFigures figures,
      IceCredentials credentials,
      Consumer<MediaEndpoint> onKeys) {
    this.context = context;
    this.call = call;
    this.opened = opened;
    this.figures = figures;
    this.ice = new IceLiteAgent(credentials);
    this.early = new EarlyMedia(context.earlyPackets());
    this.ssrcs = new SsrcTable(context.maxSsrcs());
    this.reportSsrc = context.random().nextInt() & 0xFFFF_FFFFL;
    this.dtls =
        new DtlsAssociation(
            context.identity(),
            context.workers(),
            context.handshakeMillis(),
            datagram -> context.loop().execute(() -> sendToSelected(datagram)),
            new DtlsOutcome(onKeys));
  }

  UUID id() {
    return opened.endpointId();
  }

  UUID participantId() {
    return opened.participantId();
  }

  String role() {
    return opened.role();
  }

  ForwardedCall call() {
    return call;
  }

  EndpointFigures figures() {
    return figures;
  }

  IceLiteAgent ice() {
    return ice;
  }

  /**
   * The pair that ICE selected: what is sent goes by it from now on. After another one some packets
   * went into nowhere, either way; whole pictures spare the seconds in which browsers ask for each.
   */
  void select(UdpSocket local, InetSocketAddress remote) {
    if (selectedSocket != null) {
      inboundTracks.forEach(InboundTrack::wantKeyFrame);
      outboundTracks.forEach(OutboundTrack::wantKeyFrame);
    }
    selectedSocket = local;
    selectedRemote = remote;
  }

  /** Has DTLS begin where that is our part, once there is a pair to send by. */
  void shakeHands() {
    if (selectedSocket != null) {
      dtls.begin();
    }
  }

  DtlsAssociation dtls() {
    return dtls;
  }

  EarlyMedia early() {
    return early;
  }

  SsrcTable ssrcs() {
    return ssrcs;
  }

  TransportFeedbackBuilder transportFeedback() {
    return transportFeedback;
  }

  Downlink downlink() {
    return downlink;
  }

  UplinkLimit uplink() {
    return uplink;
  }

  SecureRandom random() {
    return context.random();
  }

  /** The SSRC under which receiver reports and feedback go out. */
  long reportSsrc() {
    return reportSsrc;
  }

  /** In the order negotiated; to be gone through by index where it is done often. */
  List<InboundTrack> inbound() {
    return inboundTracks;
  }

  InboundTrack inbound(String mid) {
    return inbound.get(mid);
  }

  /** As {@link #inbound()}. */
  List<OutboundTrack> outbound() {
    return outboundTracks;
  }

  /** The outbound track with this SSRC, or null. */
  OutboundTrack outbound(long ssrc) {
    for (int i = 0; i < outboundTracks.size(); i++) {
      if (outboundTracks.get(i).definition().ssrc() == ssrc) {
        return outboundTracks.get(i);
      }
    }
    return null;
  }

  /** What unprotects received SRTP, or null before the handshake. */
  SrtpTransform unprotect() {
    return unprotect;
  }

  /** Whether media may be sent: there are keys, and consent on a selected pair. */
  boolean isConnected() {
    return connected;
  }

  /** Adopts a negotiation. Tracks that continue keep their streams. */
  void configure(ConfigureEndpoint request) {
    ice.expectRemoteUfrag(request.remote().ufrag());
    dtls.expect(request.remote().fingerprint(), DtlsRole.beside(request.remote().setup()));
    Map<String, InboundTrack> before = new LinkedHashMap<>(inbound);
    inbound.clear();
    for (ReceiveTrack definition : request.receive()) {
      InboundTrack track = before.get(definition.mid());
      if (track != null && track.continuesAs(definition)) {
        before.remove(definition.mid());
        track.redefine(definition);
      } else {
        track = new InboundTrack(this, definition);
      }
      inbound.put(definition.mid(), track);
    }
    inboundTracks = List.copyOf(inbound.values());
    for (InboundTrack gone : before.values()) {
      ssrcs.removeTrack(gone);
    }
    configureSending(request.send());
  }

  private void configureSending(Iterable<SendTrack> definitions) {
    Map<String, OutboundTrack> before = new LinkedHashMap<>(outbound);
    outbound.clear();
    for (SendTrack definition : definitions) {
      OutboundTrack track = before.get(definition.mid());
      if (track != null && track.continuesAs(definition)) {
        before.remove(definition.mid());
        track.redefine(definition);
      } else {
        track = new OutboundTrack(this, definition, context.random());
      }
      outbound.put(definition.mid(), track);
    }
    outboundTracks = List.copyOf(outbound.values());
    for (OutboundTrack gone : before.values()) {
      gone.bind(null);
    }
  }

  /** Re-evaluates whether media can flow and tells when that changes. */
  void updateConnected(long nowNs) {
    boolean now = !closed && protect != null && !ice.expired(nowNs, context.consentNs());
    if (now == connected) {
      return;
    }
    connected = now;
    figures.setConnected(now);
    if (!now) {
      outbound.values().forEach(track -> track.stream().interrupt());
    }
    if (!closed) {
      context
          .events()
          .accept(
              now
                  ? new MediaEvent.EndpointConnected(call.id(), id())
                  : new MediaEvent.EndpointDisconnected(call.id(), id()));
    }
  }

  /** Shows the layers that come and go; nothing for an endpoint without. */
  void showLayers() {
    Map<String, Long> received = null;
    Map<String, Long> sent = null;
    for (int i = 0; i < inboundTracks.size(); i++) {
      for (InboundLayer layer : inboundTracks.get(i).layers()) {
        received = received == null ? new TreeMap<>() : received;
        long packets = layer.stream() == null ? 0 : layer.stream().stream().packets();
        received.merge(layer.rid(), packets, Long::sum);
      }
    }
    for (int i = 0; i < outboundTracks.size(); i++) {
      LayerSwitch layers = outboundTracks.get(i).layers();
      if (layers != null && layers.current() >= 0) {
        sent = sent == null ? new TreeMap<>() : sent;
        String rid = outboundTracks.get(i).source().layers()[layers.current()].rid();
        sent.merge(rid, 1L, Long::sum);
      }
    }
    if (received != null || sent != null) {
      figures.setLayers(
          received == null ? Map.of() : Map.copyOf(received),
          sent == null ? Map.of() : Map.copyOf(sent));
    }
  }

  /** Protects and sends an RTP packet; the buffer is the caller's to reuse. */
  void sendRtp(byte[] buffer, int length) {
    int size = protect.protect(buffer, 0, length, buffer.length);
    if (size <= 0) {
      context.counters().increment(MediaCounter.DROPPED_SEND_FAILED);
      return;
    }
    context.sockets().send(buffer, size, selectedSocket, selectedRemote);
    context.counters().increment(MediaCounter.RTP_FORWARDED);
    figures.countSent();
  }

  /** Protects and sends a compound RTCP packet. */
  void sendRtcp(byte[] buffer, int length) {
    int size = protect.protectRtcp(buffer, 0, length, buffer.length);
    if (size > 0) {
      context.sockets().send(buffer, size, selectedSocket, selectedRemote);
    }
  }

  /** The next transport-wide sequence number towards the browser. */
  int nextTransportSequence() {
    transportSequence = transportSequence + 1 & 0xFFFF;
    return transportSequence;
  }

  private void sendToSelected(byte[] datagram) {
    if (selectedSocket != null) {
      context.sockets().send(datagram, datagram.length, selectedSocket, selectedRemote);
    }
  }

  /** Ends DTLS and lets go of all tracks. */
  void close() {
    closed = true;
    dtls.close();
    outbound.values().forEach(track -> track.bind(null));
    long nowNs = System.nanoTime();
    inbound.values().forEach(track -> track.close(nowNs));
    connected = false;
    figures.setConnected(false);
    forgetKeys();
  }

  private void adopt(SrtpKeys keys, Consumer<MediaEndpoint> onKeys) {
    if (closed) {
      return;
    }
    forgetKeys();
    int maxSsrcs = Math.min(MAX_SRTP_SSRCS, SRTP_SSRC_FACTOR * context.maxSsrcs());
    boolean client = keys.role() == DtlsRole.CLIENT;
    unprotect =
        SrtpTransform.fromExporter(
            context.crypto(), keys.profile(), keys.exported(), !client, false, maxSsrcs);
    protect =
        SrtpTransform.fromExporter(
            context.crypto(), keys.profile(), keys.exported(), client, true, maxSsrcs);
    context.counters().increment(MediaCounter.DTLS_ESTABLISHED);
    updateConnected(System.nanoTime());
    onKeys.accept(this);
  }

  private void failed(String reason) {
    context.counters().increment(MediaCounter.DTLS_FAILED);
    if (!closed) {
      context.events().accept(new MediaEvent.EndpointFailed(call.id(), id(), reason));
    }
  }

  private void closedByPeer() {
    if (protect != null) {
      protect.close();
      protect = null;
    }
    updateConnected(System.nanoTime());
  }

  private void forgetKeys() {
    if (unprotect != null) {
      unprotect.close();
    }
    if (protect != null) {
      protect.close();
    }
  }

  /** Brings what the worker threads tell onto the media thread. */
  private final class DtlsOutcome implements DtlsAssociation.Listener {
    private final Consumer<MediaEndpoint> onKeys;

    DtlsOutcome(Consumer<MediaEndpoint> onKeys) {
      this.onKeys = onKeys;
    }

    @Override
    public void onEstablished(SrtpKeys keys) {
      context.loop().execute(() -> adopt(keys, onKeys));
    }

    @Override
    public void onFailed(String reason) {
      context.loop().execute(() -> failed(reason));
    }

    @Override
    public void onClosed() {
      context.loop().execute(MediaEndpoint.this::closedByPeer);
    }
  }
}

package io.sightline.gateway;

import io.sightline.call.MediaPlane.ForwardedOffer;
import io.sightline.call.MediaPlane.ForwardedSession;
import io.sightline.gateway.sdp.Answer;
import io.sightline.gateway.sdp.AnswerReader;
import io.sightline.gateway.sdp.AnsweredSection;
import io.sightline.gateway.sdp.Codecs;
import io.sightline.gateway.sdp.DescriptionWriter;
import io.sightline.gateway.sdp.OfferedSection;
import io.sightline.gateway.sdp.SdpException;
import io.sightline.media.api.Codec;
import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.ReceiveTrack;
import io.sightline.media.api.SendTrack;
import io.sightline.media.api.TrackSource;
import io.sightline.media.api.TransportParameters;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One session's end of media as negotiated with its browser: what was offered last and what was
 * answered last. Used under its call's lock.
 */
final class ForwardedEndpoint extends CallEndpoint {
  private static final SecureRandom RANDOM = new SecureRandom();

  private TransportParameters server;
  private final TrackSlots slots;

  /** RFC 8829 section 5.2.1: constant over the offers, below 2^62. */
  private final long sdpSession = RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL;

  private int negotiation;
  private List<OfferedSection> offered = List.of();
  private Answer answered;

  ForwardedEndpoint(ForwardedSession session, UUID endpointId, TransportParameters server) {
    super(endpointId, session);
    this.server = server;
    this.slots = new TrackSlots(session.participantId());
  }

  /**
   * An offer of the tracks of some participants, in codecs that all know.
   *
   * @param many whether more than one may get this one's camera
   */
  ForwardedOffer offer(
      List<UUID> participants, Map<MediaKind, List<Codec>> codecs, boolean many, Serving serving) {
    slots.arrange(participants);
    if (many && offered.isEmpty()) {
      slots.askForLayers(codecs.get(MediaKind.VIDEO));
    }
    offered = slots.sections(codecs, slot -> addition(slot, serving));
    return offerAgain();
  }

  /** The server's side after an ICE restart. */
  void renew(TransportParameters renewed) {
    server = renewed;
  }

  /** What was offered last, in a further negotiation. */
  ForwardedOffer offerAgain() {
    negotiation++;
    return new ForwardedOffer(
        session.sessionId(),
        negotiation,
        DescriptionWriter.offer(sdpSession, negotiation, server, offered),
        slots.receivedByBrowser(),
        slots.sentByBrowser());
  }

  /** The codec of a participant who sends in no other, if this client knows it. */
  private List<Codec> addition(TrackSlots.Slot slot, Serving serving) {
    Codec only = serving.sendsOnly(slot.participantId, slot.kind);
    return only != null && Codecs.knows(receives(slot.kind), only) ? List.of(only) : List.of();
  }

  boolean awaits(int answeredNegotiation) {
    return answeredNegotiation == negotiation && !offered.isEmpty();
  }

  Answer read(String sdp) throws SdpException {
    return AnswerReader.read(sdp, offered);
  }

  void adopt(Answer answer) {
    answered = answer;
  }

  @Override
  boolean isNegotiated() {
    return answered != null;
  }

  /** The configuration that an answer makes. */
  ConfigureEndpoint configuration(Answer answer, Serving serving) {
    List<ReceiveTrack> receive = new ArrayList<>();
    List<SendTrack> send = new ArrayList<>();
    for (AnsweredSection section : answer.sections()) {
      if (!section.flows()) {
        continue;
      }
      TrackSlots.Slot slot = slots.byMid(section.mid());
      if (slot == null) {
        receive.add(receive(section));
      } else if (slot.participantId != null && serving.knows(slot.participantId)) {
        send.add(send(section, slot, serving));
      }
    }
    return new ConfigureEndpoint(id, answer.transport(), receive, send);
  }

  @Override
  ConfigureEndpoint configuration(Serving serving) {
    return configuration(answered, serving);
  }

  @Override
  String midOf(TrackSource source) {
    return TrackSlots.midOf(source);
  }

  @Override
  boolean sends() {
    return true;
  }

  @Override
  Codec sendsOnly(MediaKind kind) {
    return null;
  }

  @Override
  List<String> receives(MediaKind kind) {
    return kind == MediaKind.AUDIO ? session.audioCodecs() : session.videoCodecs();
  }

  private static ReceiveTrack receive(AnsweredSection section) {
    var source = TrackSlots.SOURCES.get(Integer.parseInt(section.mid()));
    return new ReceiveTrack(
        section.mid(),
        TrackSlots.kindOf(source),
        source,
        section.codecs(),
        section.extensions(),
        section.ssrcs(),
        section.rids());
  }

  private SendTrack send(AnsweredSection section, TrackSlots.Slot slot, Serving serving) {
    UUID from = session.held() ? Serving.NOWHERE : serving.endpoint(slot.participantId);
    boolean rtx = section.codecs().stream().anyMatch(codec -> codec.rtxPayloadType() >= 0);
    return new SendTrack(
        section.mid(),
        slot.kind,
        slot.source,
        from,
        serving.mid(slot.participantId, slot.source),
        slot.ssrc,
        rtx ? slot.rtxSsrc : -1,
        section.codecs(),
        section.extensions());
  }
}

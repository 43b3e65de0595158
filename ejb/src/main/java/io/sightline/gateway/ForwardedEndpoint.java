package io.sightline.gateway;

import io.sightline.call.MediaPlane.ForwardedOffer;
import io.sightline.call.MediaPlane.ForwardedSession;
import io.sightline.gateway.sdp.Answer;
import io.sightline.gateway.sdp.AnswerReader;
import io.sightline.gateway.sdp.AnsweredSection;
import io.sightline.gateway.sdp.OfferWriter;
import io.sightline.gateway.sdp.OfferedSection;
import io.sightline.gateway.sdp.SdpException;
import io.sightline.media.api.Codec;
import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.ReceiveTrack;
import io.sightline.media.api.SendTrack;
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
final class ForwardedEndpoint {
  private static final SecureRandom RANDOM = new SecureRandom();

  final UUID id;
  ForwardedSession session;
  private TransportParameters server;
  private final TrackSlots slots;

  /** RFC 8829 section 5.2.1: constant over the offers, below 2^62. */
  private final long sdpSession = RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL;

  private int negotiation;
  private List<OfferedSection> offered = List.of();
  private Answer answered;

  ForwardedEndpoint(ForwardedSession session, UUID endpointId, TransportParameters server) {
    this.session = session;
    this.server = server;
    this.slots = new TrackSlots(session.participantId());
    this.id = endpointId;
  }

  ForwardedOffer offer(List<UUID> participants, Map<MediaKind, List<Codec>> codecs) {
    slots.arrange(participants);
    offered = slots.sections(codecs);
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
        OfferWriter.write(sdpSession, negotiation, server, offered),
        slots.receivedByBrowser(),
        slots.sentByBrowser());
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

  boolean isNegotiated() {
    return answered != null;
  }

  /**
   * The configuration that an answer makes.
   *
   * @param endpoints the endpoint that serves each participant now
   */
  ConfigureEndpoint configuration(Answer answer, Map<UUID, UUID> endpoints) {
    List<ReceiveTrack> receive = new ArrayList<>();
    List<SendTrack> send = new ArrayList<>();
    for (AnsweredSection section : answer.sections()) {
      if (!section.flows()) {
        continue;
      }
      TrackSlots.Slot slot = slots.byMid(section.mid());
      if (slot == null) {
        receive.add(receive(section));
      } else if (slot.participantId != null && endpoints.containsKey(slot.participantId)) {
        UUID from = session.held() ? ForwardedCall.NOWHERE : endpoints.get(slot.participantId);
        send.add(send(section, slot, from));
      }
    }
    return new ConfigureEndpoint(id, answer.transport(), receive, send);
  }

  /** What was answered last, with the endpoints that serve the participants now. */
  ConfigureEndpoint configuration(Map<UUID, UUID> endpoints) {
    return configuration(answered, endpoints);
  }

  private static ReceiveTrack receive(AnsweredSection section) {
    var source = TrackSlots.SOURCES.get(Integer.parseInt(section.mid()));
    return new ReceiveTrack(
        section.mid(),
        TrackSlots.kindOf(source),
        source,
        section.codecs(),
        section.extensions(),
        section.ssrcs());
  }

  private static SendTrack send(AnsweredSection section, TrackSlots.Slot slot, UUID from) {
    boolean rtx = section.codecs().stream().anyMatch(codec -> codec.rtxPayloadType() >= 0);
    return new SendTrack(
        section.mid(),
        slot.kind,
        slot.source,
        from,
        slot.fromMid(),
        slot.ssrc,
        rtx ? slot.rtxSsrc : -1,
        section.codecs(),
        section.extensions());
  }
}

package io.sightline.gateway;

import io.sightline.call.MediaPlane.FixedAnswer;
import io.sightline.call.MediaPlane.FixedFragment;
import io.sightline.call.MediaPlane.FixedOffer;
import io.sightline.call.MediaPlane.ForwardedOffer;
import io.sightline.call.MediaPlane.ForwardedSession;
import io.sightline.gateway.sdp.Answer;
import io.sightline.gateway.sdp.IceFragment;
import io.sightline.gateway.sdp.OfferReader;
import io.sightline.gateway.sdp.RemoteOffer;
import io.sightline.gateway.sdp.SdpException;
import io.sightline.media.api.Codec;
import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.MediaException;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.OpenEndpoint;
import io.sightline.media.api.TransportParameters;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The forwarded sessions of one call and their endpoints. Its lock orders all that is asked. */
final class ForwardedCall {
  private final UUID callId;
  private final MediaServer media;

  /** By session, in the order of opening: a participant is served by its latest. */
  private final Map<UUID, CallEndpoint> endpoints = new LinkedHashMap<>();

  ForwardedCall(UUID callId, MediaServer media) {
    this.callId = callId;
    this.media = media;
  }

  /** Makes an offer; null for a session whose media was agreed once and for all. */
  synchronized ForwardedOffer offer(
      ForwardedSession self, List<ForwardedSession> all, CodecOrder order) throws MediaException {
    boolean opened = false;
    for (ForwardedSession session : all) {
      opened |= open(session);
    }
    opened |= open(self);
    boolean shown = show(all);
    if (opened || shown) {
      reconnect(self.sessionId());
    }
    List<UUID> participants =
        sending(all).stream().map(ForwardedSession::participantId).distinct().toList();
    return endpoints.get(self.sessionId()) instanceof ForwardedEndpoint endpoint
        ? endpoint.offer(participants, common(all, order), isOfMany(self, all), serving())
        : null;
  }

  /** Whether several get what one sends: in a meeting there may be, whoever is there already. */
  private static boolean isOfMany(ForwardedSession self, List<ForwardedSession> all) {
    return self.meeting()
        || all.stream().map(ForwardedSession::participantId).distinct().count() > 2;
  }

  /**
   * Opens the endpoint of a client that offers itself, and answers.
   *
   * @throws SdpException when the offer cannot be taken; nothing is left open then
   */
  synchronized FixedAnswer accept(
      ForwardedSession self, List<ForwardedSession> all, FixedOffer wish, CodecOrder order)
      throws SdpException, MediaException {
    RemoteOffer offer = OfferReader.read(wish.sdp());
    List<ForwardedSession> others = all.stream().filter(each -> !each.equals(self)).toList();
    UUID endpointId = UUID.randomUUID();
    TransportParameters server = open(self, endpointId);
    try {
      FixedEndpoint endpoint =
          wish.publishes()
              ? new PublishingEndpoint(
                  endpointId, self, offer, server, wish.screen(), order, common(others, order))
              : new ViewingEndpoint(endpointId, self, offer, server, wish.watched(), order);
      endpoints.put(self.sessionId(), endpoint);
      show(all);
      configure(endpoint.configuration(serving()));
      reconnect(self.sessionId());
      return new FixedAnswer(endpoint.answer(), endpoint.entityTag(), endpoint.sources());
    } catch (SdpException | MediaException e) {
      endpoints.remove(self.sessionId());
      close(endpointId);
      throw e;
    }
  }

  /**
   * Takes a fragment of ICE of a client that has offered itself.
   *
   * @return null for any other session
   */
  synchronized FixedFragment trickle(UUID sessionId, String text)
      throws SdpException, MediaException {
    IceFragment fragment = IceFragment.read(text);
    if (!(endpoints.get(sessionId) instanceof FixedEndpoint endpoint)) {
      return null;
    }
    if (!endpoint.isRestart(fragment)) {
      return new FixedFragment(null, endpoint.entityTag());
    }
    TransportParameters renewed = media.ask(connection -> connection.restartIce(endpoint.id));
    String answer = endpoint.restart(fragment, renewed);
    configure(endpoint.configuration(serving()));
    return new FixedFragment(answer, endpoint.entityTag());
  }

  /** Has those who watch see who is there; answers whether anybody watches. */
  private boolean show(List<ForwardedSession> all) {
    boolean any = false;
    for (CallEndpoint endpoint : endpoints.values()) {
      if (endpoint instanceof FixedEndpoint fixed) {
        fixed.arrange(sending(all));
        any = true;
      }
    }
    return any;
  }

  private List<ForwardedSession> sending(List<ForwardedSession> all) {
    return all.stream()
        .filter(
            session -> {
              CallEndpoint endpoint = endpoints.get(session.sessionId());
              return endpoint == null || endpoint.sends();
            })
        .toList();
  }

  /** What all who receive can be sent, so that everybody understands everybody. */
  private Map<MediaKind, List<Codec>> common(List<ForwardedSession> all, CodecOrder order) {
    Map<MediaKind, List<Codec>> common = new EnumMap<>(MediaKind.class);
    for (MediaKind kind : MediaKind.values()) {
      List<List<String>> told = new ArrayList<>();
      for (ForwardedSession session : all) {
        CallEndpoint endpoint = endpoints.get(session.sessionId());
        List<String> names =
            endpoint == null
                ? kind == MediaKind.AUDIO ? session.audioCodecs() : session.videoCodecs()
                : endpoint.receives(kind);
        if (names != null) {
          told.add(names);
        }
      }
      common.put(kind, order.common(kind, told));
    }
    return common;
  }

  /** Adopts who is on hold, by the endpoints there are. */
  synchronized void arrange(List<ForwardedSession> all) throws MediaException {
    for (ForwardedSession session : all) {
      CallEndpoint endpoint = endpoints.get(session.sessionId());
      if (endpoint != null) {
        endpoint.session = session;
      }
    }
    reconnect(null);
  }

  private boolean open(ForwardedSession session) throws MediaException {
    CallEndpoint present = endpoints.get(session.sessionId());
    if (present != null) {
      present.session = session;
      return false;
    }
    UUID endpointId = UUID.randomUUID();
    TransportParameters server = open(session, endpointId);
    endpoints.put(session.sessionId(), new ForwardedEndpoint(session, endpointId, server));
    return true;
  }

  private TransportParameters open(ForwardedSession session, UUID endpointId)
      throws MediaException {
    OpenEndpoint request =
        new OpenEndpoint(callId, endpointId, session.participantId(), session.role());
    return media.ask(connection -> connection.openEndpoint(request));
  }

  /** Lets the others' endpoints forward from where a participant is now, without renegotiation. */
  private void reconnect(UUID except) throws MediaException {
    Serving serving = serving();
    List<ConfigureEndpoint> requests = new ArrayList<>();
    for (CallEndpoint endpoint : endpoints.values()) {
      if (endpoint.isNegotiated() && !endpoint.session.sessionId().equals(except)) {
        requests.add(endpoint.configuration(serving));
      }
    }
    for (ConfigureEndpoint request : requests) {
      configure(request);
    }
  }

  private void configure(ConfigureEndpoint request) throws MediaException {
    media.ask(
        connection -> {
          connection.configureEndpoint(request);
          return null;
        });
  }

  private Serving serving() {
    return new Serving(endpoints.values());
  }

  /** Answers whether it was adopted; an answer to an older offer is not. */
  synchronized boolean answer(UUID sessionId, int negotiation, String sdp)
      throws SdpException, MediaException {
    if (!(endpoints.get(sessionId) instanceof ForwardedEndpoint endpoint)
        || !endpoint.awaits(negotiation)) {
      return false;
    }
    Answer answer = endpoint.read(sdp);
    configure(endpoint.configuration(answer, serving()));
    endpoint.adopt(answer);
    return true;
  }

  /** Offers the same once more with new ICE credentials; nothing before the first answer. */
  synchronized Optional<ForwardedOffer> restart(UUID sessionId) throws MediaException {
    if (!(endpoints.get(sessionId) instanceof ForwardedEndpoint endpoint)
        || !endpoint.isNegotiated()) {
      return Optional.empty();
    }
    endpoint.renew(media.ask(connection -> connection.restartIce(endpoint.id)));
    return Optional.of(endpoint.offerAgain());
  }

  synchronized void release(UUID sessionId) throws MediaException {
    CallEndpoint endpoint = endpoints.remove(sessionId);
    if (endpoint != null) {
      close(endpoint.id);
    }
  }

  private void close(UUID endpointId) throws MediaException {
    media.ask(
        connection -> {
          connection.closeEndpoint(endpointId);
          return null;
        });
  }

  synchronized boolean isEmpty() {
    return endpoints.isEmpty();
  }

  /** The session that an endpoint serves, or null. */
  synchronized UUID sessionOf(UUID endpointId) {
    for (CallEndpoint endpoint : endpoints.values()) {
      if (endpoint.id.equals(endpointId)) {
        return endpoint.session.sessionId();
      }
    }
    return null;
  }
}

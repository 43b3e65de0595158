package io.sightline.gateway;

import io.sightline.call.MediaPlane.ForwardedOffer;
import io.sightline.call.MediaPlane.ForwardedSession;
import io.sightline.gateway.sdp.Answer;
import io.sightline.gateway.sdp.SdpException;
import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.MediaException;
import io.sightline.media.api.OpenEndpoint;
import io.sightline.media.api.TransportParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The forwarded sessions of one call and their endpoints. Its lock orders all that is asked. */
final class ForwardedCall {
  /** An endpoint that never is: a section fed from it keeps its stream and carries nothing. */
  static final UUID NOWHERE = new UUID(0, 0);

  private final UUID callId;
  private final MediaServer media;

  /** By session, in the order of opening: a participant is served by its latest. */
  private final Map<UUID, ForwardedEndpoint> endpoints = new LinkedHashMap<>();

  ForwardedCall(UUID callId, MediaServer media) {
    this.callId = callId;
    this.media = media;
  }

  synchronized ForwardedOffer offer(
      ForwardedSession self, List<ForwardedSession> all, CodecOrder order) throws MediaException {
    boolean opened = false;
    for (ForwardedSession session : all) {
      opened |= open(session);
    }
    opened |= open(self);
    if (opened) {
      reconnect(self.sessionId());
    }
    List<UUID> participants = all.stream().map(ForwardedSession::participantId).distinct().toList();
    return endpoints.get(self.sessionId()).offer(participants, order.common(all));
  }

  /** Adopts who is on hold, by the endpoints there are. */
  synchronized void arrange(List<ForwardedSession> all) throws MediaException {
    for (ForwardedSession session : all) {
      ForwardedEndpoint endpoint = endpoints.get(session.sessionId());
      if (endpoint != null) {
        endpoint.session = session;
      }
    }
    reconnect(null);
  }

  private boolean open(ForwardedSession session) throws MediaException {
    ForwardedEndpoint present = endpoints.get(session.sessionId());
    if (present != null) {
      present.session = session;
      return false;
    }
    UUID endpointId = UUID.randomUUID();
    OpenEndpoint request =
        new OpenEndpoint(callId, endpointId, session.participantId(), session.role());
    TransportParameters server = media.ask(connection -> connection.openEndpoint(request));
    endpoints.put(session.sessionId(), new ForwardedEndpoint(session, endpointId, server));
    return true;
  }

  /** Lets the others' endpoints forward from where a participant is now, without renegotiation. */
  private void reconnect(UUID except) throws MediaException {
    Map<UUID, UUID> serving = serving();
    List<ConfigureEndpoint> requests = new ArrayList<>();
    for (ForwardedEndpoint endpoint : endpoints.values()) {
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

  /** The endpoint by which each participant is heard and seen; one on hold is by none. */
  private Map<UUID, UUID> serving() {
    Map<UUID, UUID> serving = new HashMap<>();
    for (ForwardedEndpoint endpoint : endpoints.values()) {
      ForwardedSession session = endpoint.session;
      serving.put(session.participantId(), session.held() ? NOWHERE : endpoint.id);
    }
    return serving;
  }

  /** Answers whether it was adopted; an answer to an older offer is not. */
  synchronized boolean answer(UUID sessionId, int negotiation, String sdp)
      throws SdpException, MediaException {
    ForwardedEndpoint endpoint = endpoints.get(sessionId);
    if (endpoint == null || !endpoint.awaits(negotiation)) {
      return false;
    }
    Answer answer = endpoint.read(sdp);
    configure(endpoint.configuration(answer, serving()));
    endpoint.adopt(answer);
    return true;
  }

  /** Offers the same once more with new ICE credentials; nothing before the first answer. */
  synchronized Optional<ForwardedOffer> restart(UUID sessionId) throws MediaException {
    ForwardedEndpoint endpoint = endpoints.get(sessionId);
    if (endpoint == null || !endpoint.isNegotiated()) {
      return Optional.empty();
    }
    endpoint.renew(media.ask(connection -> connection.restartIce(endpoint.id)));
    return Optional.of(endpoint.offerAgain());
  }

  synchronized void release(UUID sessionId) throws MediaException {
    ForwardedEndpoint endpoint = endpoints.remove(sessionId);
    if (endpoint != null) {
      media.ask(
          connection -> {
            connection.closeEndpoint(endpoint.id);
            return null;
          });
    }
  }

  synchronized boolean isEmpty() {
    return endpoints.isEmpty();
  }

  /** The session that an endpoint serves, or null. */
  synchronized UUID sessionOf(UUID endpointId) {
    for (ForwardedEndpoint endpoint : endpoints.values()) {
      if (endpoint.id.equals(endpointId)) {
        return endpoint.session.sessionId();
      }
    }
    return null;
  }
}

package io.sightline.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All calls with forwarded sessions on this node. Kept in memory: it describes endpoints that end
 * with this process.
 */
@ApplicationScoped
public class ForwardedCalls {
  private MediaServer media;
  private final Map<UUID, ForwardedCall> calls = new ConcurrentHashMap<>();
  private final Map<UUID, UUID> callOfSession = new ConcurrentHashMap<>();

  /** For the container. */
  public ForwardedCalls() {}

  @Inject
  ForwardedCalls(MediaServer media) {
    this.media = media;
  }

  public ForwardedCall open(UUID callId, UUID sessionId) {
    callOfSession.put(sessionId, callId);
    return calls.computeIfAbsent(callId, id -> new ForwardedCall(id, media));
  }

  public Optional<ForwardedCall> find(UUID callId) {
    return Optional.ofNullable(calls.get(callId));
  }

  public Optional<ForwardedCall> bySession(UUID sessionId) {
    return Optional.ofNullable(callOfSession.get(sessionId)).map(calls::get);
  }

  public void forgetSession(UUID sessionId) {
    callOfSession.remove(sessionId);
  }

  public void forgetCall(UUID callId) {
    calls.remove(callId);
    callOfSession.values().removeIf(callId::equals);
  }

  /** The session that an endpoint serves, if it still does. */
  public Optional<UUID> sessionOf(UUID callId, UUID endpointId) {
    return Optional.ofNullable(calls.get(callId)).map(call -> call.sessionOf(endpointId));
  }
}

package io.sightline.web.signaling;

import io.sightline.configuration.Settings;
import io.sightline.identity.Caller;
import io.sightline.signaling.Background;
import io.sightline.signaling.CloseReason;
import io.sightline.signaling.SignalingService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * The sockets of clients that come back after a break. One that broke waits for its client as long
 * as the participant's time of grace; then, or when its client does not come back to it, it is told
 * to be gone. Safe from any thread.
 */
@ApplicationScoped
public class ResumableSockets {
  /** Sockets of one caller that may wait: tabs and devices of a person. */
  static final int WAITING_PER_CALLER = 8;

  private final Map<String, SessionSocket> sockets = new ConcurrentHashMap<>();
  private final Map<String, Long> suspended = new ConcurrentHashMap<>();
  private SignalingService signaling;
  private Background background;
  private Settings settings;

  protected ResumableSockets() {
    // for the container's client proxy
  }

  @Inject
  public ResumableSockets(SignalingService signaling, Background background, Settings settings) {
    this.signaling = signaling;
    this.background = background;
    this.settings = settings;
  }

  void add(SessionSocket socket) {
    if (socket.resumable()) {
      sockets.put(socket.id(), socket);
    }
  }

  /** Who comes back with the key of a session; nothing for an unknown session or a wrong key. */
  Optional<SocketPrincipal> principal(Resumption resumption) {
    return Optional.ofNullable(sockets.get(resumption.sessionId()))
        .filter(socket -> socket.opensWith(resumption.key()))
        .map(socket -> socket.principal().with(resumption));
  }

  /**
   * The socket that a handshake goes on with by a new WebSocket. One that cannot go on is given up
   * at once: its client begins anew.
   */
  Optional<SessionSocket> resume(SocketPrincipal principal, FrameSender sender) {
    String id = principal.resumption().sessionId();
    SessionSocket known = id == null ? null : sockets.get(id);
    if (known == null || !same(known.caller(), principal.caller())) {
      return Optional.empty();
    }
    if (known.resume(sender, principal.resumption().received())) {
      suspended.remove(id);
      return Optional.of(known);
    }
    giveUp(known);
    return Optional.empty();
  }

  /** By identity alone: names and roles may have changed since. */
  private static boolean same(Caller one, Caller other) {
    return one.tenant().equals(other.tenant())
        && one.subject().equals(other.subject())
        && one.admitted().equals(other.admitted());
  }

  /** A socket's WebSocket has closed without the client meaning it. */
  void broke(SessionSocket socket, FrameSender sender) {
    long nowNs = System.nanoTime();
    if (!socket.suspend(sender, nowNs)) {
      closed(socket, sender);
      return;
    }
    suspended.put(socket.id(), nowNs);
    background.later(settings.grace(), () -> expire(socket, nowNs));
    Caller caller = socket.caller();
    ToLongFunction<SessionSocket> since = one -> suspended.getOrDefault(one.id(), nowNs);
    sockets.values().stream()
        .filter(one -> suspended.containsKey(one.id()) && same(one.caller(), caller))
        .sorted((a, b) -> Long.compare(nowNs - since.applyAsLong(a), nowNs - since.applyAsLong(b)))
        .skip(WAITING_PER_CALLER)
        .toList()
        .forEach(oldest -> expire(oldest, since.applyAsLong(oldest)));
  }

  /** A socket's WebSocket has closed for good. */
  void closed(SessionSocket socket, FrameSender sender) {
    if (socket.end(sender)) {
      forget(socket);
      signaling.disconnected(socket);
    }
  }

  private void expire(SessionSocket socket, long sinceNs) {
    if (socket.expire(sinceNs)) {
      forget(socket);
      signaling.disconnected(socket, Duration.ofNanos(System.nanoTime() - sinceNs));
    }
  }

  private void giveUp(SessionSocket socket) {
    Long since = suspended.get(socket.id());
    if (since != null) {
      expire(socket, since);
    } else {
      socket.abort(CloseReason.RESUMED);
    }
  }

  private void forget(SessionSocket socket) {
    sockets.remove(socket.id(), socket);
    suspended.remove(socket.id());
  }
}

package io.sightline.signaling;

import io.sightline.identity.Caller;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The sockets of this server, by id. Safe from any thread. */
@ApplicationScoped
public class ConnectedSockets {
  private final Map<String, Socket> sockets = new ConcurrentHashMap<>();

  public void add(Socket socket) {
    sockets.put(socket.id(), socket);
  }

  public void remove(Socket socket) {
    sockets.remove(socket.id());
  }

  public Optional<Socket> find(String id) {
    return Optional.ofNullable(sockets.get(id));
  }

  /** Those who are told of every change of the call: its parties, the agent's every device. */
  public List<Socket> audience(CallView view) {
    return sockets.values().stream().filter(socket -> concerns(socket.caller(), view)).toList();
  }

  /** The sockets of some people of a call: link holders by their participant, users by their id. */
  List<Socket> of(TenantId tenant, UUID callId, Set<UUID> members) {
    return sockets.values().stream()
        .filter(socket -> socket.caller().tenant().equals(tenant))
        .filter(
            socket ->
                socket
                    .caller()
                    .admitted()
                    .map(
                        admission ->
                            admission.callId().equals(callId)
                                && members.contains(admission.participantId()))
                    .orElseGet(() -> members.contains(socket.caller().subject())))
        .toList();
  }

  /** Whether a user is connected. */
  public boolean hasUser(TenantId tenant, UUID userId) {
    return !ofUser(tenant, userId).isEmpty();
  }

  /** A user's sockets, one for each tab and device. */
  public List<Socket> ofUser(TenantId tenant, UUID userId) {
    return sockets.values().stream()
        .filter(
            socket ->
                socket.caller().admitted().isEmpty()
                    && socket.caller().tenant().equals(tenant)
                    && socket.caller().subject().equals(userId))
        .toList();
  }

  public boolean hasSocket(Caller caller) {
    return sockets.values().stream()
        .anyMatch(
            socket ->
                socket.caller().tenant().equals(caller.tenant())
                    && socket.caller().subject().equals(caller.subject()));
  }

  public List<Socket> all() {
    return List.copyOf(sockets.values());
  }

  public int count() {
    return sockets.size();
  }

  private static boolean concerns(Caller caller, CallView view) {
    if (!caller.tenant().value().equals(view.tenantId())) {
      return false;
    }
    return caller
        .admitted()
        .map(admission -> admission.callId().equals(view.id()))
        .orElseGet(() -> view.isUser(caller.subject()));
  }
}

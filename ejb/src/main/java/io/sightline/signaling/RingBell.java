package io.sightline.signaling;

import io.sightline.identity.Role;
import io.sightline.presence.AgentPresence.Agent;
import io.sightline.tenant.ConversationSettings;
import io.sightline.tenant.Conversations;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rings those who are asked into calls and stops when there is nothing to ask any more: all at
 * once, or who has been free longest first and the others one by one. It follows what calls show,
 * so that whatever ends a ring silences it. Safe from any thread.
 */
@ApplicationScoped
public class RingBell {
  private ConnectedSockets sockets;
  private RingDesk desk;
  private Conversations conversations;
  private Background background;
  private final Map<UUID, Set<UUID>> rung = new ConcurrentHashMap<>();

  protected RingBell() {
    // for the container's client proxy
  }

  @Inject
  public RingBell(
      ConnectedSockets sockets, RingDesk desk, Conversations conversations, Background background) {
    this.sockets = sockets;
    this.desk = desk;
    this.conversations = conversations;
    this.background = background;
  }

  /** Brings the ringing for a call in line with what it shows; under the call's lock. */
  void follow(CallView view, String answeredBy) {
    boolean ringing = view.ring() != null && view.ring().ringing();
    if (ringing) {
      if (rung.putIfAbsent(view.id(), ConcurrentHashMap.newKeySet()) == null) {
        next(view);
      }
      return;
    }
    Set<UUID> asked = rung.remove(view.id());
    if (asked != null) {
      TenantId tenant = new TenantId(view.tenantId());
      asked.forEach(
          user ->
              sockets
                  .ofUser(tenant, user)
                  .forEach(socket -> socket.send(RingMessages.over(view.id(), answeredBy))));
    }
  }

  /** Rings the next who is free, or all of them. */
  private void next(CallView view) {
    Set<UUID> asked = rung.get(view.id());
    if (asked == null) {
      return;
    }
    TenantId tenant = new TenantId(view.tenantId());
    ConversationSettings settings = conversations.settings(tenant);
    List<Agent> free =
        desk.free(tenant, view.ring().target(), view.ring().askedBy()).stream()
            .filter(agent -> !asked.contains(agent.userId()))
            .toList();
    boolean oneByOne = settings.longestIdleFirst() && view.ring().target() == null;
    free.stream()
        .limit(oneByOne ? 1 : Long.MAX_VALUE)
        .forEach(agent -> ring(view, agent.userId(), asked));
    if (oneByOne && !free.isEmpty()) {
      background.later(settings.ringTime(), () -> next(view));
    }
  }

  /** Somebody who has just come, or become free, hears what is ringing already. */
  void ringAgain(CallView view, UUID user) {
    TenantId tenant = new TenantId(view.tenantId());
    Set<UUID> asked = rung.computeIfAbsent(view.id(), id -> ConcurrentHashMap.newKeySet());
    boolean theirTurn = asked.contains(user) || !conversations.settings(tenant).longestIdleFirst();
    boolean meant =
        desk.free(tenant, view.ring().target(), view.ring().askedBy()).stream()
            .anyMatch(agent -> agent.userId().equals(user));
    if (theirTurn && meant) {
      ring(view, user, asked);
    }
  }

  private void ring(CallView view, UUID user, Set<UUID> asked) {
    asked.add(user);
    sockets
        .ofUser(new TenantId(view.tenantId()), user)
        .forEach(
            socket ->
                socket.send(
                    RingMessages.ring(
                        view, nameOf(view, Role.AGENT), nameOf(view, Role.CUSTOMER))));
  }

  private static String nameOf(CallView view, Role role) {
    return view.participants().stream()
        .filter(
            party ->
                role == Role.CUSTOMER
                    ? party.role() == role
                    : view.ring().askedBy().equals(party.userId()))
        .map(CallView.Party::displayName)
        .findFirst()
        .orElse("");
  }
}

package io.sightline.signaling;

import io.sightline.call.CallRing;
import io.sightline.identity.Role;
import io.sightline.presence.AgentPresence.Agent;
import io.sightline.push.PushBell;
import io.sightline.queue.Group;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rings those who are asked into calls and stops when there is nothing to ask any more: all at
 * once, or who has been free longest first and the others step by step. It follows what calls show,
 * so that whatever ends a ring silences it. Of the calls in queues an agent hears one at a time.
 * Safe from any thread.
 */
@ApplicationScoped
public class RingBell {
  /** How long a push service may keep what it cannot deliver for somebody who waits in a queue. */
  private static final Duration QUEUED = Duration.ofMinutes(1);

  private ConnectedSockets sockets;
  private RingDesk desk;
  private Background background;
  private PushBell push;
  private final Map<UUID, Ringing> rings = new ConcurrentHashMap<>();

  /**
   * A call that rings.
   *
   * @param asked who has been rung so far
   * @param hearing who of them still is: not who has taken another call
   * @param refusing who of them has said no
   */
  private record Ringing(CallView view, Set<UUID> asked, Set<UUID> hearing, Set<UUID> refusing) {
    static Ringing begins(CallView view) {
      return new Ringing(
          view,
          ConcurrentHashMap.newKeySet(),
          ConcurrentHashMap.newKeySet(),
          ConcurrentHashMap.newKeySet());
    }

    TenantId tenant() {
      return new TenantId(view.tenantId());
    }

    boolean queued() {
      return view.ring().queued();
    }

    CallRing.Asked whom() {
      return new CallRing.Asked(view.ring().target(), view.ring().group());
    }
  }

  protected RingBell() {
    // for the container's client proxy
  }

  @Inject
  public RingBell(ConnectedSockets sockets, RingDesk desk, Background background, PushBell push) {
    this.sockets = sockets;
    this.desk = desk;
    this.background = background;
    this.push = push;
  }

  /** Brings the ringing for a call in line with what it shows; under the call's lock. */
  void follow(CallView view, String answeredBy) {
    boolean ringing = view.ring() != null && view.ring().ringing();
    if (ringing) {
      Ringing begun = Ringing.begins(view);
      if (rings.putIfAbsent(view.id(), begun) == null) {
        next(begun);
      }
      return;
    }
    Ringing over = rings.remove(view.id());
    if (over != null) {
      over.hearing().forEach(user -> silence(over, user, answeredBy));
      waitForTheirTurn(
          over.hearing().stream().filter(user -> !view.isUser(user)).toList(), over.tenant());
    }
  }

  /** Those whom a call has let go may hear the next one. */
  private void waitForTheirTurn(List<UUID> freed, TenantId tenant) {
    if (!freed.isEmpty() && rings.values().stream().anyMatch(Ringing::queued)) {
      background.run(() -> freed.forEach(user -> becameFree(tenant, user)));
    }
  }

  /** Rings the next who are free, or all of them. */
  private void next(Ringing ringing) {
    if (rings.get(ringing.view().id()) != ringing) {
      return;
    }
    Group.RingOrder order = desk.order(ringing.tenant(), ringing.whom());
    List<UUID> next =
        free(ringing).stream()
            .filter(user -> !ringing.asked().contains(user))
            .limit(order.together())
            .toList();
    next.forEach(user -> ring(ringing, user));
    if (order.longestIdleFirst() && !next.isEmpty()) {
      background.later(order.ringTime(), () -> next(ringing));
    }
  }

  private List<UUID> free(Ringing ringing) {
    return desk.free(ringing.tenant(), ringing.whom(), ringing.view().ring().askedBy()).stream()
        .map(Agent::userId)
        .filter(user -> !ringing.refusing().contains(user))
        .filter(user -> !ringing.queued() || !hearsAnother(ringing, user))
        .toList();
  }

  private boolean hearsAnother(Ringing ringing, UUID user) {
    return rings.values().stream()
        .anyMatch(each -> each != ringing && each.queued() && each.hearing().contains(user));
  }

  /** Somebody has come, or said to be available: a former no does not count any more. */
  void cameAnew(TenantId tenant, UUID user) {
    rings.values().forEach(ringing -> ringing.refusing().remove(user));
    becameFree(tenant, user);
  }

  /** Somebody who has become free hears what has been ringing longest. */
  void becameFree(TenantId tenant, UUID user) {
    rings.values().stream()
        .filter(ringing -> ringing.tenant().equals(tenant))
        .sorted((a, b) -> a.view().ring().since().compareTo(b.view().ring().since()))
        .forEach(
            ringing -> {
              Group.RingOrder order = desk.order(tenant, ringing.whom());
              boolean theirTurn =
                  ringing.asked().contains(user)
                      || ringing.hearing().isEmpty()
                      || !order.longestIdleFirst();
              if (theirTurn && free(ringing).contains(user)) {
                ring(ringing, user);
              }
            });
  }

  /** Takes a call up again that the server knows to ring, as after its restart. */
  void remember(CallView view) {
    rings.putIfAbsent(view.id(), Ringing.begins(view));
  }

  /** Whether the bell knows that the call rings. */
  boolean knows(UUID callId) {
    return rings.containsKey(callId);
  }

  /** Somebody says no to a call: it goes on ringing for the others. */
  void declined(TenantId tenant, UUID callId, UUID user) {
    Ringing ringing = rings.get(callId);
    if (ringing != null && ringing.hearing().remove(user)) {
      ringing.refusing().add(user);
      silence(ringing, user, null);
      background.run(() -> next(ringing));
      waitForTheirTurn(List.of(user), tenant);
    }
  }

  /** Somebody is not free any more: what rings there falls silent, and rings elsewhere. */
  void occupied(TenantId tenant, UUID user) {
    for (Ringing ringing : rings.values()) {
      if (ringing.tenant().equals(tenant) && ringing.hearing().remove(user)) {
        silence(ringing, user, null);
        background.run(() -> next(ringing));
      }
    }
  }

  private void ring(Ringing ringing, UUID user) {
    CallView view = ringing.view();
    if (ringing.asked().add(user)) {
      Instant until = view.ring().until();
      Duration left = until == null ? QUEUED : Duration.between(Instant.now(), until);
      background.run(() -> push.ring(ringing.tenant(), List.of(user), view.id(), left));
    }
    ringing.hearing().add(user);
    sockets
        .ofUser(ringing.tenant(), user)
        .forEach(
            socket ->
                socket.send(
                    RingMessages.ring(
                        view, nameOf(view, Role.AGENT), nameOf(view, Role.CUSTOMER))));
  }

  private void silence(Ringing ringing, UUID user, String answeredBy) {
    sockets
        .ofUser(ringing.tenant(), user)
        .forEach(socket -> socket.send(RingMessages.over(ringing.view().id(), answeredBy)));
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

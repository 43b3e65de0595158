package io.sightline.signaling;

import io.sightline.audit.AuditLog;
import io.sightline.call.Call;
import io.sightline.call.CallChange;
import io.sightline.call.CallHandover;
import io.sightline.call.CallRing;
import io.sightline.call.Calls;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.presence.AgentPresence;
import io.sightline.presence.AgentPresence.Agent;
import io.sightline.push.PushSubscriptions;
import io.sightline.queue.Group;
import io.sightline.queue.Groups;
import io.sightline.tenant.ConversationSettings;
import io.sightline.tenant.Conversations;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/** Asks colleagues into calls and hands calls over; each method is one transaction. */
@ApplicationScoped
public class RingDesk {
  /** However many are asked one after the other, a customer waits no longer for an answer. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private CallDesk desk;
  private Calls calls;
  private AgentPresence presence;
  private Conversations conversations;
  private Groups groups;
  private ConnectedSockets sockets;
  private PushSubscriptions push;
  private AuditLog audit;
  private Clock clock;

  protected RingDesk() {
    // for the container's client proxy
  }

  @Inject
  public RingDesk(
      CallDesk desk,
      Calls calls,
      AgentPresence presence,
      Conversations conversations,
      Groups groups,
      ConnectedSockets sockets,
      PushSubscriptions push,
      AuditLog audit,
      Clock clock) {
    this.desk = desk;
    this.calls = calls;
    this.presence = presence;
    this.conversations = conversations;
    this.groups = groups;
    this.sockets = sockets;
    this.push = push;
    this.audit = audit;
    this.clock = clock;
  }

  /** An agent asks one colleague, or all who are free. */
  @Transactional
  public Outcome ask(Socket socket, SignalingMessage.TransferStart message) {
    Caller caller = socket.caller();
    CallRing.Asked whom = message.whom();
    List<Agent> free = free(caller.tenant(), whom, caller.subject());
    if (free.isEmpty()) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "transfer.unavailable", "Nobody who was asked for is free now.");
    }
    Group.RingOrder order = order(caller.tenant(), whom);
    Duration time = order.ringTime();
    if (order.longestIdleFirst()) {
      Duration all = time.multipliedBy((free.size() + order.together() - 1) / order.together());
      time = all.compareTo(LONGEST) < 0 ? all : LONGEST;
    }
    var until = clock.instant().plus(time);
    return handover(
        socket,
        message.callId(),
        "transfer." + message.kind().wireName(),
        handover -> handover.ask(message.kind(), caller.subject(), whom, until));
  }

  /** In which order those are rung who are asked: the group's, else as the tenant has chosen. */
  @Transactional
  public Group.RingOrder order(TenantId tenant, CallRing.Asked whom) {
    if (whom.user() != null) {
      return new Group.RingOrder(false, 1, conversations.settings(tenant).ringTime());
    }
    return Optional.ofNullable(whom.group())
        .flatMap(id -> groups.find(tenant, id))
        .map(Group::ringOrder)
        .orElseGet(
            () -> {
              ConversationSettings chosen = conversations.settings(tenant);
              return new Group.RingOrder(chosen.longestIdleFirst(), 1, chosen.ringTime());
            });
  }

  /**
   * Those who may be asked: connected or reached by push, available and in no call, the longest
   * free first.
   */
  @Transactional
  public List<Agent> free(TenantId tenant, CallRing.Asked whom, UUID asking) {
    Optional<Group> group = Optional.ofNullable(whom.group()).map(id -> groups.require(tenant, id));
    Predicate<Agent> reached = reach(tenant);
    return presence.agents(tenant).stream()
        .filter(agent -> agent.free() && !agent.userId().equals(asking))
        .filter(agent -> whom.user() == null || whom.user().equals(agent.userId()))
        .filter(agent -> group.isEmpty() || group.get().has(agent.userId()))
        .filter(reached)
        .toList();
  }

  /** Whether colleagues can be asked: by an open page, or by push. */
  @Transactional
  public Predicate<Agent> reach(TenantId tenant) {
    Set<UUID> reachable = push.reachable(tenant);
    return agent -> sockets.hasUser(tenant, agent.userId()) || reachable.contains(agent.userId());
  }

  /** The first who answers is in the call from then on, or answers for it. */
  @Transactional
  public Outcome answer(Socket socket, UUID callId) {
    Caller caller = socket.caller();
    Outcome outcome =
        desk.with(
            caller.tenant(),
            callId,
            (call, result) -> {
              requireAsked(call, caller);
              CallChange change =
                  call.handover(clock.instant())
                      .answer(
                          new Call.Owner(caller.subject(), caller.name(), caller.email()),
                          caller.partyRole());
              audit.record(caller, "ring.answered", callId.toString());
              return new CallChange[] {change};
            });
    outcome.answeredBy(caller.name());
    return outcome;
  }

  /** To whom a call does not ring, and never rang, it is unknown. */
  private void requireAsked(Call call, Caller caller) {
    boolean asked =
        call.lastAsked()
            .filter(whom -> whom.mayBe(caller.subject()))
            .filter(whom -> isMember(whom.group(), caller))
            .isPresent();
    if (!asked) {
      throw Refusal.unknown("call");
    }
  }

  private boolean isMember(UUID group, Caller caller) {
    return Optional.ofNullable(group)
        .flatMap(id -> groups.find(caller.tenant(), id))
        .map(known -> known.has(caller.subject()))
        .orElse(true);
  }

  @Transactional
  public Outcome decline(Socket socket, UUID callId) {
    Caller caller = socket.caller();
    return desk.with(
        caller.tenant(),
        callId,
        (call, result) -> {
          requireAsked(call, caller);
          return new CallChange[] {call.handover(clock.instant()).decline(caller.subject())};
        });
  }

  @Transactional
  public Outcome complete(Socket socket, UUID callId) {
    UUID user = socket.caller().subject();
    return handover(socket, callId, "transfer.completed", each -> each.complete(user));
  }

  @Transactional
  public Outcome cancel(Socket socket, UUID callId) {
    UUID user = socket.caller().subject();
    return handover(socket, callId, "transfer.cancelled", each -> each.cancel(user));
  }

  /** Ends a ring whose time is over; others are left alone. */
  @Transactional
  public Outcome overdue(Calls.Key key) {
    return desk.with(
        key.tenant(),
        key.id(),
        (call, result) -> new CallChange[] {call.handover(clock.instant()).overdue()});
  }

  /** Calls for which a colleague is being asked. */
  @Transactional
  public List<Calls.Key> ringing(Optional<TenantId> tenant) {
    return calls.ringing(tenant);
  }

  private Outcome handover(
      Socket socket, UUID callId, String event, Function<CallHandover, CallChange> step) {
    BiFunction<Call, Outcome, CallChange[]> whole =
        (call, result) -> {
          CallDesk.party(call, socket.caller());
          CallChange change = step.apply(call.handover(clock.instant()));
          audit.record(socket.caller(), event, callId.toString());
          return new CallChange[] {change};
        };
    return desk.with(socket.caller().tenant(), callId, whole);
  }
}

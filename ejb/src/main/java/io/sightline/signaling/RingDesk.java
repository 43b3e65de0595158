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
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Asks colleagues into calls and hands calls over; each method is one transaction. */
@ApplicationScoped
public class RingDesk {
  /** However many are asked one after the other, a customer waits no longer for an answer. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private CallDesk desk;
  private Calls calls;
  private AgentPresence presence;
  private Conversations conversations;
  private ConnectedSockets sockets;
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
      ConnectedSockets sockets,
      AuditLog audit,
      Clock clock) {
    this.desk = desk;
    this.calls = calls;
    this.presence = presence;
    this.conversations = conversations;
    this.sockets = sockets;
    this.audit = audit;
    this.clock = clock;
  }

  /** An agent asks one colleague, or all who are free. */
  @Transactional
  public Outcome ask(Socket socket, SignalingMessage.TransferStart message) {
    Caller caller = socket.caller();
    List<Agent> free = free(caller.tenant(), message.userId(), caller.subject());
    if (free.isEmpty()) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "transfer.unavailable", "Nobody who was asked for is free now.");
    }
    ConversationSettings settings = conversations.settings(caller.tenant());
    Duration time = settings.ringTime();
    if (settings.longestIdleFirst()) {
      Duration all = time.multipliedBy(free.size());
      time = all.compareTo(LONGEST) < 0 ? all : LONGEST;
    }
    var until = clock.instant().plus(time);
    return handover(
        socket,
        message.callId(),
        "transfer." + message.kind().wireName(),
        handover -> handover.ask(message.kind(), caller.subject(), message.userId(), until));
  }

  /** Those who may be asked: connected, available and in no call, the longest free first. */
  @Transactional
  public List<Agent> free(TenantId tenant, UUID target, UUID asking) {
    return presence.agents(tenant).stream()
        .filter(agent -> agent.free() && !agent.userId().equals(asking))
        .filter(agent -> target == null || target.equals(agent.userId()))
        .filter(agent -> sockets.hasUser(tenant, agent.userId()))
        .toList();
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

  @Transactional
  public Outcome decline(Socket socket, UUID callId) {
    Caller caller = socket.caller();
    return desk.with(
        caller.tenant(),
        callId,
        (call, result) -> {
          if (call.ring().filter(CallRing.View::ringing).isEmpty()) {
            throw Refusal.unknown("call");
          }
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

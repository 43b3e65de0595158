package io.sightline.signaling;

import io.sightline.audit.AuditLog;
import io.sightline.call.Admittance;
import io.sightline.call.Call;
import io.sightline.call.CallChange;
import io.sightline.call.CallRing;
import io.sightline.call.CallState;
import io.sightline.call.Calls;
import io.sightline.call.Participant;
import io.sightline.call.Session;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.link.LinkEnd;
import io.sightline.link.LinkState;
import io.sightline.link.Links;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Changes calls: each method is one transaction under the row lock of its call, and answers what is
 * to be told and done after the commit. Nothing is sent from here.
 */
@ApplicationScoped
public class CallDesk {
  private static final String SYSTEM = "system";

  private Calls calls;
  private Links links;
  private AuditLog audit;
  private RecordingSwitch recordings;
  private ChatDesk chats;
  private Clock clock;

  protected CallDesk() {
    // for the container's client proxy
  }

  @Inject
  public CallDesk(
      Calls calls,
      Links links,
      AuditLog audit,
      RecordingSwitch recordings,
      ChatDesk chats,
      Clock clock) {
    this.calls = calls;
    this.links = links;
    this.audit = audit;
    this.recordings = recordings;
    this.chats = chats;
    this.clock = clock;
  }

  // --- coming and going ---------------------------------------------------------------------

  /** What a fresh socket is welcomed with: the calls that concern it, newest first. */
  @Transactional
  public List<CallView> viewsFor(Caller caller) {
    return caller
        .admitted()
        .map(admission -> calls.find(caller.tenant(), admission.callId()).stream().toList())
        .orElseGet(() -> calls.openOf(caller.tenant(), caller.subject(), 0, 100))
        .stream()
        .map(call -> view(call, recordings.running(call)))
        .toList();
  }

  /** The holder of a link comes to the lobby. */
  @Transactional
  public Outcome enter(Socket socket, UUID callId) {
    return change(
        socket.caller().tenant(),
        callId,
        (call, outcome) -> {
          if (expire(call, outcome)) {
            return null;
          }
          UUID party = party(call, socket.caller()).id();
          links.requireActive(call, party);
          call.enter(party, socket.device(), clock.instant());
          return new CallChange[0];
        });
  }

  @Transactional
  public Outcome join(Socket socket, SignalingMessage.Join message) {
    return change(
        socket.caller().tenant(),
        message.callId(),
        (call, outcome) -> {
          Participant party = party(call, socket.caller());
          if (expire(call, outcome)) {
            return null;
          }
          if (party.waits()) {
            if (call.sessionOf(socket.id()).isEmpty()) {
              call.enter(party.id(), socket.device(), clock.instant());
            }
            call.door(clock.instant()).knock(party, message.name());
            return new CallChange[0];
          }
          if (call.isElsewhere(party, message.former())) {
            outcome.replaces(socket.id());
            return null;
          }
          recordings.requireConsent(call, party);
          Session session =
              call.sessionOf(socket.id())
                  .orElseGet(() -> call.enter(party.id(), socket.device(), clock.instant()));
          CallChange change =
              call.join(session, message.audioCodecs(), message.videoCodecs(), clock.instant());
          return changes(
              change,
              call.declareMedia(session, message.audio(), message.video(), message.screen()));
        });
  }

  @Transactional
  public Outcome leave(Socket socket, UUID callId) {
    return inSession(
        socket, callId, (call, session) -> changes(call.leave(session, clock.instant())));
  }

  /** The socket has broken, so long ago. */
  @Transactional
  public Outcome lost(Calls.Key key, String socketId, Duration ago) {
    return change(
        key.tenant(),
        key.id(),
        (call, outcome) -> changes(call.lost(socketId, clock.instant().minus(ago))));
  }

  /** Ends the grace of those whose sockets broke {@code grace} ago or earlier. */
  @Transactional
  public Outcome lapse(Calls.Key key, Duration grace) {
    return change(
        key.tenant(),
        key.id(),
        (call, outcome) -> {
          Instant now = clock.instant();
          return changes(call.lapse(now.minus(grace), now));
        });
  }

  @Transactional
  public Outcome end(Socket socket, UUID callId) {
    return change(
        socket.caller().tenant(),
        callId,
        (call, outcome) -> {
          Participant party = party(call, socket.caller());
          if (party.role() != Role.AGENT && !call.agentId().equals(party.userId())) {
            throw Refusal.notAllowed();
          }
          return end(call, outcome, socket.caller().subject().toString(), "agent");
        });
  }

  /** Ends a call whose link ran out before it started; others are left alone. */
  @Transactional
  public Outcome expire(Calls.Key key) {
    return change(
        key.tenant(),
        key.id(),
        (call, outcome) -> expire(call, outcome) ? null : new CallChange[0]);
  }

  /** Ends a call in a queue whose visitor has not come, or has gone, before {@code deadline}. */
  @Transactional
  public Outcome desert(Calls.Key key, Instant deadline) {
    return change(
        key.tenant(),
        key.id(),
        (call, outcome) -> {
          boolean queued = call.ring().filter(CallRing.View::queued).isPresent();
          boolean empty = call.emptySince() != null && call.emptySince().isBefore(deadline);
          return queued && empty ? end(call, outcome, SYSTEM, "visitor.left") : new CallChange[0];
        });
  }

  /** Ends a call in which nobody has been since before {@code deadline}. */
  @Transactional
  public Outcome abandon(Calls.Key key, Instant deadline) {
    return change(
        key.tenant(),
        key.id(),
        (call, outcome) ->
            call.emptySince() != null && call.emptySince().isBefore(deadline)
                ? end(call, outcome, SYSTEM, "abandoned")
                : new CallChange[0]);
  }

  private boolean expire(Call call, Outcome outcome) {
    boolean expired =
        call.state() != CallState.ENDED
            && links.view(call).filter(link -> link.state() == LinkState.EXPIRED).isPresent();
    if (expired) {
      outcome.take(end(call, outcome, SYSTEM, LinkEnd.EXPIRED)[0]);
    }
    return expired;
  }

  private CallChange[] end(Call call, Outcome outcome, String by, String reason) {
    if (call.state() != CallState.ENDED) {
      CallChange change = call.end(by, reason, clock.instant());
      recordings.stop(call);
      chats.over(call);
      audit.record(new TenantId(call.tenantId()), by, "call.ended", call.id().toString());
      outcome.end();
      return changes(change);
    }
    return new CallChange[0];
  }

  // --- keys for those who act on their own --------------------------------------------------

  @Transactional
  public Optional<Calls.Key> key(UUID callId) {
    return calls.key(callId);
  }

  /** Whether a user is a party of a call, open or ended. */
  @Transactional
  public boolean isUser(UUID callId, UUID userId) {
    return calls
        .key(callId)
        .flatMap(key -> calls.find(key.tenant(), callId))
        .flatMap(call -> call.participantOfUser(userId))
        .isPresent();
  }

  @Transactional
  public List<Calls.Key> keysOfSocket(String socketId) {
    return calls.ofSocket(socketId);
  }

  @Transactional
  public List<Calls.Key> withSessions(List<Session.State> states) {
    return calls.withSessions(states);
  }

  @Transactional
  public List<Calls.Key> emptySince(Instant deadline, int limit) {
    return calls.emptySince(deadline, limit);
  }

  @Transactional
  public List<Calls.Key> mediaPending(Instant deadline, int limit) {
    return calls.mediaPending(deadline, limit);
  }

  // --- other changes ------------------------------------------------------------------------

  /** Something outside has changed that the parties should see. */
  @Transactional
  public Outcome refresh(Calls.Key key) {
    return change(key.tenant(), key.id(), (call, outcome) -> new CallChange[0]);
  }

  /** Marks all sessions lost whose sockets this server does not have, as after a restart. */
  @Transactional
  public Outcome forgetSockets(Calls.Key key, Set<String> present) {
    return change(
        key.tenant(),
        key.id(),
        (call, outcome) ->
            call.sessions().stream()
                .filter(session -> session.endedAt() == null)
                .map(Session::socketId)
                .filter(socketId -> !present.contains(socketId))
                .distinct()
                .map(socketId -> call.lost(socketId, clock.instant()))
                .toArray(CallChange[]::new));
  }

  // --- recording ----------------------------------------------------------------------------

  @Transactional
  public Outcome recording(Socket socket, SignalingMessage.RecordingControl message) {
    return inSession(
        socket,
        message.callId(),
        (call, session) -> {
          CallChange change =
              switch (message.action()) {
                case START ->
                    call.requestRecording(socket.caller().subject().toString(), clock.instant());
                case STOP -> {
                  CallChange withdrawn = call.withdrawRecording(clock.instant());
                  recordings.stop(call);
                  yield withdrawn;
                }
                case PAUSE, RESUME -> {
                  recordings.pauseOrResume(call, message.action());
                  yield null;
                }
              };
          audit.record(
              socket.caller(),
              "recording." + message.action().name().toLowerCase(Locale.ROOT),
              call.id().toString());
          return change == null ? new CallChange[0] : changes(change);
        });
  }

  // --- the frame of every change ------------------------------------------------------------

  /** A change by a socket that is in the call. */
  @Transactional
  public Outcome inSession(
      Socket socket, UUID callId, BiFunction<Call, Session, CallChange[]> step) {
    return change(
        socket.caller().tenant(),
        callId,
        (call, outcome) -> {
          party(call, socket.caller());
          Session session =
              call.sessionOf(socket.id())
                  .orElseThrow(
                      () ->
                          Refusal.of(Refusal.Kind.CONFLICT, "not.joined", "Join this call first."));
          return step.apply(call, session);
        });
  }

  /** Any other change of a call, in the frame that every change has. */
  @Transactional
  public Outcome with(TenantId tenant, UUID callId, BiFunction<Call, Outcome, CallChange[]> step) {
    return change(tenant, callId, step);
  }

  private Outcome change(
      TenantId tenant, UUID callId, BiFunction<Call, Outcome, CallChange[]> step) {
    Call call = calls.lock(tenant, callId);
    CallJournal journal = new CallJournal(call, recordings.running(call).video());
    Outcome outcome = new Outcome();
    CallChange[] changes = step.apply(call, outcome);
    if (changes != null) {
      for (CallChange change : changes) {
        Briefing.write(call, change, outcome);
      }
      recordings
          .follow(call, outcome, clock.instant())
          .ifPresent(change -> Briefing.write(call, change, outcome));
      for (CallChange change : changes) {
        change.events().forEach(event -> recordings.annotate(call, event));
      }
    }
    if (call.handover(clock.instant()).visitorGaveUp()) {
      outcome.take(end(call, outcome, SYSTEM, "visitor.left")[0]);
    }
    if (call.joined().isEmpty() && call.forwarded().isEmpty()) {
      // nobody is left to be recorded; a wish that stands starts another with the next media
      recordings.stop(call);
    }
    RecordingSwitch.Running runs = recordings.running(call);
    outcome.note(journal.since(call, runs.video()));
    outcome.show(view(call, runs));
    return outcome;
  }

  static CallChange[] changes(CallChange... changes) {
    return changes;
  }

  /** The party that a caller is in the call; for anybody else the call is unknown. */
  static Participant party(Call call, Caller caller) {
    return caller
        .admitted()
        .map(
            admission -> {
              if (!admission.callId().equals(call.id())) {
                throw Refusal.unknown("call");
              }
              return requireNotRemoved(call.participant(admission.participantId()));
            })
        .orElseGet(
            () ->
                call.participantOfUser(caller.subject())
                    .orElseThrow(() -> Refusal.unknown("call")));
  }

  private static Participant requireNotRemoved(Participant party) {
    if (party.admittance() == Admittance.REMOVED) {
      throw Refusal.of(Refusal.Kind.GONE, "meeting.removed", "The host has ended your visit.");
    }
    return party;
  }

  private CallView view(Call call, RecordingSwitch.Running runs) {
    return CallView.of(
        call, runs.video(), runs.screen(), links.view(call), recordings.consent(call));
  }
}

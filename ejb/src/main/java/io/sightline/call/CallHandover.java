package io.sightline.call;

import io.sightline.fault.Refusal;
import io.sightline.identity.Role;
import java.time.Instant;
import java.util.UUID;

/**
 * What the agent who answers for a call may do to share it with colleagues: ask one in, talk to the
 * one who came, hand the call over. One colleague is asked for at a time.
 */
public final class CallHandover {
  private final Call call;
  private final CallRing ring;
  private final Instant now;

  CallHandover(Call call, CallRing ring, Instant now) {
    this.call = call;
    this.ring = ring;
    this.now = now;
  }

  /**
   * Asks a colleague in; for a talk of the two, those who came by a link are put on hold.
   *
   * @param target the user asked; null for all who are free
   * @throws Refusal NOT_ALLOWED for who does not answer for the call, CONFLICT while a colleague is
   *     asked or there already
   */
  public CallChange ask(CallRing.Kind kind, UUID by, UUID target, Instant until) {
    requireOwner(by);
    ring.begin(kind, by, target, until);
    CallChange change = new CallChange();
    if (kind == CallRing.Kind.CONSULT) {
      holdVisitors(true, change);
    }
    return change;
  }

  /**
   * A colleague answers; the first one wins.
   *
   * @throws Refusal of kind CONFLICT {@code ring.over} for who is too late or was not asked
   */
  public CallChange answer(Call.Owner colleague, Role role) {
    call.requireOpen();
    ring.requireFor(colleague.userId(), now);
    CallChange change = new CallChange();
    boolean takesOver = ring.view().filter(any -> any.kind() == CallRing.Kind.BLIND).isPresent();
    Participant party = call.admit(role, colleague.userId(), colleague.name());
    if (takesOver) {
      ring.over();
      handOver(colleague, change);
    } else {
      ring.answered(party.id(), colleague.email());
    }
    return change;
  }

  /**
   * The colleague who came takes over, and the agent who asked leaves.
   *
   * @throws Refusal of kind CONFLICT {@code transfer.none} while no colleague is in the call
   */
  public CallChange complete(UUID by) {
    requireOwner(by);
    Participant colleague =
        ring.view()
            .map(CallRing.View::colleague)
            .map(call::participant)
            .filter(party -> party.presence() == Presence.JOINED && !party.released())
            .orElseThrow(
                () ->
                    Refusal.of(
                        Refusal.Kind.CONFLICT,
                        "transfer.none",
                        "No colleague is in the call to take it over."));
    CallChange change = new CallChange();
    Call.Owner owner =
        new Call.Owner(colleague.userId(), colleague.displayName(), ring.colleagueEmail());
    ring.over();
    holdVisitors(false, change);
    handOver(owner, change);
    return change;
  }

  /** Asks no more; a colleague who came leaves. Again it has no effect. */
  public CallChange cancel(UUID by) {
    requireOwner(by);
    return stop();
  }

  /** Whoever alone was asked says no. From one of many it has no effect. */
  public CallChange decline(UUID user) {
    boolean alone =
        ring.view()
            .filter(CallRing.View::ringing)
            .filter(any -> user.equals(any.target()))
            .isPresent();
    return alone ? stop() : new CallChange();
  }

  /** Ends a ring that nobody has answered in its time. */
  public CallChange overdue() {
    return ring.overdue(now) ? stop() : new CallChange();
  }

  private CallChange stop() {
    CallChange change = new CallChange();
    CallRing.View was = ring.view().orElse(null);
    if (was == null) {
      return change;
    }
    ring.over();
    if (was.kind() == CallRing.Kind.CONSULT) {
      holdVisitors(false, change);
    }
    if (was.colleague() != null) {
      call.dismiss(call.participant(was.colleague()), change, now);
    }
    return change;
  }

  private void handOver(Call.Owner owner, CallChange change) {
    UUID before = call.agentId();
    call.own(owner);
    if (!before.equals(owner.userId())) {
      call.participantOfUser(before).ifPresent(party -> call.dismiss(party, change, now));
    }
  }

  private void holdVisitors(boolean onHold, CallChange change) {
    for (Participant party : call.participants()) {
      boolean there = party.userId() == null && party.presence() == Presence.JOINED;
      if (party.held() != onHold && (there || !onHold)) {
        change.takes(call.hold(party.id(), onHold));
      }
    }
  }

  private void requireOwner(UUID user) {
    call.requireOpen();
    if (!call.agentId().equals(user)) {
      throw Refusal.notAllowed();
    }
  }
}

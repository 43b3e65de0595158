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
   * @throws Refusal NOT_ALLOWED for who does not answer for the call, CONFLICT while a colleague is
   *     asked or there already
   */
  public CallChange ask(CallRing.Kind kind, UUID by, CallRing.Asked whom, Instant until) {
    requireOwner(by);
    ring.begin(kind, by, whom, now, until);
    CallChange change = new CallChange();
    if (kind == CallRing.Kind.CONSULT) {
      holdVisitors(true, change);
    }
    return change;
  }

  /** The call of a visitor who is yet to come, and who waits then for a group's members. */
  public void expectVisitor(UUID group, String name) {
    ring.expect(group);
    if (!name.isBlank()) {
      call.customer().orElseThrow().named(name.strip());
    }
  }

  /**
   * Lets a call in a queue ring while its visitor is there.
   *
   * @return whether the visitor waited and has gone, so that the call is over
   */
  public boolean visitorGaveUp() {
    CallRing.View was = ring.view().filter(CallRing.View::queued).orElse(null);
    if (was == null || call.state() == CallState.ENDED) {
      return false;
    }
    Presence visitor = call.customer().orElseThrow().presence();
    if (visitor == Presence.ABSENT) {
      return was.since() != null;
    }
    ring.waits(visitor == Presence.JOINED, now);
    return false;
  }

  /**
   * A colleague answers; the first one wins.
   *
   * @throws Refusal of kind UNKNOWN for who was not asked, CONFLICT {@code ring.over} for who is
   *     too late
   */
  public CallChange answer(Call.Owner colleague, Role role) {
    ring.requireFor(colleague.userId(), now);
    call.requireOpen();
    CallChange change = new CallChange();
    boolean takesOver =
        ring.view().filter(any -> any.kind() == CallRing.Kind.BLIND || any.queued()).isPresent();
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

package io.sightline.call;

import io.sightline.fault.Refusal;
import io.sightline.identity.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The door of a meeting: guests come to it at any time and wait, and whoever of the staff is in the
 * call lets them in, puts them back, or sends them away.
 */
public final class CallDoor {
  /** Guests who may wait at once. */
  public static final int MOST_WAITING = 50;

  /** A guest who went away without having been let in is forgotten after this time. */
  static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

  private final Call call;
  private final Instant now;

  CallDoor(Call call, Instant now) {
    if (call.meeting().isEmpty()) {
      throw Refusal.of(Refusal.Kind.CONFLICT, "meeting.none", "This call is no meeting.");
    }
    this.call = call;
    this.now = now;
  }

  /**
   * A guest comes by the meeting point's link.
   *
   * @throws Refusal of kind TOO_MANY {@code meeting.busy} while {@value #MOST_WAITING} wait
   */
  public Participant arrive(String displayName) {
    call.requireOpen();
    List<Participant> waiting =
        call.participants().stream().filter(Participant::waits).filter(this::remembered).toList();
    if (waiting.size() >= MOST_WAITING) {
      throw Refusal.of(
          Refusal.Kind.TOO_MANY, "meeting.busy", "Too many are waiting. Try again later.");
    }
    Participant guest = call.add(Role.GUEST, null, displayName);
    guest.arrive(now);
    return guest;
  }

  private boolean remembered(Participant guest) {
    return guest.presence() != Presence.ABSENT
        || guest.arrivedAt().plus(FORGOTTEN_AFTER).isAfter(now);
  }

  /**
   * A guest is ready and asks to be let in; again it has no effect but for another name.
   *
   * @param name what the guest wants to be called, controls taken out; null or blank for no change
   */
  public void knock(Participant guest, String name) {
    if (name != null && !name.isBlank()) {
      guest.rename(name.replaceAll("\\p{C}", " ").strip());
    }
    guest.knock(now);
  }

  /**
   * Lets one guest in.
   *
   * @throws Refusal of kind TOO_MANY {@code call.full} when as many as may be in a call are
   */
  public CallChange admit(UUID guestId) {
    requireStarted();
    Participant guest = requireGuest(guestId);
    if (guest.waits()) {
      call.requireRoom(guest);
      guest.admit(now);
    }
    return new CallChange();
  }

  /**
   * Lets in who is ready, those who wait longest first, as far as there is room.
   *
   * @throws Refusal of kind TOO_MANY {@code call.full} when there is none at all
   */
  public CallChange admitAll() {
    requireStarted();
    List<Participant> ready =
        call.participants().stream()
            .filter(Participant::waits)
            .filter(guest -> guest.knockedAt() != null && guest.presence() == Presence.LOBBY)
            .sorted(Comparator.comparing(Participant::knockedAt))
            .toList();
    if (!ready.isEmpty()) {
      call.requireRoom(ready.get(0));
    }
    for (Participant guest : ready) {
      if (call.hasRoom(guest)) {
        guest.admit(now);
      }
    }
    return new CallChange();
  }

  /** Puts a guest who was let in back to those who wait; again it has no effect. */
  public CallChange putBack(UUID guestId) {
    call.requireOpen();
    Participant guest = requireGuest(guestId);
    CallChange change = new CallChange();
    if (!guest.waits()) {
      guest.putBack(now);
      call.retreat(guest, change, now);
    }
    return change;
  }

  /** Sends a guest away for good. */
  public CallChange remove(UUID guestId) {
    call.requireOpen();
    Participant guest = requireGuest(guestId);
    CallChange change = new CallChange();
    guest.remove();
    for (Session session : call.openSessions()) {
      if (session.participant() == guest) {
        change.dismisses(session);
      }
    }
    call.dismiss(guest, change, now);
    return change;
  }

  private Participant requireGuest(UUID id) {
    Participant guest = call.participant(id);
    if (guest.admittance() == Admittance.REMOVED || guest.arrivedAt() == null) {
      throw Refusal.unknown("participant");
    }
    return guest;
  }

  /** Nobody is in a meeting before somebody of the staff is. */
  private void requireStarted() {
    call.requireOpen();
    if (!call.hosted()) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "meeting.not.started", "Start the meeting before you let in.");
    }
  }
}

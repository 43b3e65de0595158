package io.sightline.call;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a change of a call asks to be done once it is committed. */
public final class CallChange {
  private final List<String> replacedSockets = new ArrayList<>();
  private final List<Session> begun = new ArrayList<>();
  private final List<UUID> released = new ArrayList<>();
  private final List<CallEvent> events = new ArrayList<>();
  private final List<UUID> farewells = new ArrayList<>();
  private final List<String> dismissedSockets = new ArrayList<>();
  private boolean completed;
  private boolean renegotiated;
  private boolean rearranged;

  CallChange() {}

  void replaces(Session session) {
    replacedSockets.add(session.socketId());
  }

  void dismisses(Session session) {
    dismissedSockets.add(session.socketId());
  }

  /** Sockets of guests who were sent away. */
  public List<String> dismissedSockets() {
    return List.copyOf(dismissedSockets);
  }

  void begins(Session session) {
    begun.add(session);
  }

  void releases(UUID mediaSessionId) {
    if (mediaSessionId != null) {
      released.add(mediaSessionId);
    }
  }

  void completes() {
    completed = true;
  }

  /** Those who stay on the forwarded path are offered what is left or has come. */
  void renegotiates() {
    renegotiated = true;
  }

  /** Who gets whose media has changed, by no new connection. */
  void rearranges() {
    rearranged = true;
  }

  void tells(CallEvent.Type type, Participant participant, String source) {
    events.add(new CallEvent(type, participant.id(), source));
  }

  /** Adds what another change of the same call asks to be told and arranged. */
  void takes(CallChange other) {
    events.addAll(other.events);
    rearranged |= other.rearranged;
  }

  void bidsFarewell(UUID userId) {
    farewells.add(userId);
  }

  /** Users who are no parties any more, as they have handed the call over. */
  public List<UUID> farewells() {
    return List.copyOf(farewells);
  }

  /** Whether the media server is to be told who is on hold. */
  public boolean rearranged() {
    return rearranged;
  }

  /** What running recordings are to note. */
  public List<CallEvent> events() {
    return List.copyOf(events);
  }

  /** Sockets of devices that another device of the same participant has replaced. */
  public List<String> replacedSockets() {
    return List.copyOf(replacedSockets);
  }

  /** Sessions that build a new connection for their current generation. */
  public List<Session> begun() {
    return List.copyOf(begun);
  }

  /** Whether sessions of the media server are to be offered something new. */
  public boolean needsOffers() {
    return renegotiated
        || begun.stream().anyMatch(session -> session.mediaPath() == MediaPath.FORWARDED);
  }

  /** Media sessions that nobody uses any more. */
  public List<UUID> released() {
    return List.copyOf(released);
  }

  /** Whether all who have joined hear and see each other by their current generation. */
  public boolean completed() {
    return completed;
  }
}

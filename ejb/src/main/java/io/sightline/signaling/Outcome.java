package io.sightline.signaling;

import io.sightline.call.CallChange;
import io.sightline.call.CallEvent;
import io.sightline.call.MediaPlane.ForwardedSession;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What a committed transaction leaves to be told and done. It holds values only, so that it may be
 * used after the transaction.
 */
final class Outcome {
  /** A message to one socket. */
  record Letter(String socketId, JsonObject message) {}

  /** An offer to be made by the media server for one socket. */
  record OfferTask(String socketId, int generation, ForwardedSession self) {}

  private final List<Letter> letters = new ArrayList<>();
  private final List<String> replaced = new ArrayList<>();
  private final List<String> dismissed = new ArrayList<>();
  private final List<UUID> released = new ArrayList<>();
  private final List<OfferTask> offers = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private List<ForwardedSession> forwarded = List.of();
  private List<ForwardedSession> arranged = List.of();
  private final List<UUID> farewells = new ArrayList<>();
  private final Set<UUID> entered = new HashSet<>();
  private final Set<UUID> left = new HashSet<>();
  private String answeredBy;
  private CallView view;
  private boolean pathChanging;
  private boolean ended;
  private boolean flowing;

  void tell(String socketId, JsonObject message) {
    letters.add(new Letter(socketId, message));
  }

  void take(CallChange change) {
    replaced.addAll(change.replacedSockets());
    dismissed.addAll(change.dismissedSockets());
    released.addAll(change.released());
    farewells.addAll(change.farewells());
    for (CallEvent event : change.events()) {
      if (event.type() == CallEvent.Type.JOIN) {
        entered.add(event.participantId());
      } else if (event.type() == CallEvent.Type.LEAVE) {
        left.add(event.participantId());
      }
    }
  }

  /** A socket's device leaves for another one. */
  void replaces(String socketId) {
    replaced.add(socketId);
  }

  void offers(List<OfferTask> tasks, List<ForwardedSession> all) {
    offers.clear();
    offers.addAll(tasks);
    forwarded = all;
  }

  void arranges(List<ForwardedSession> all) {
    arranged = all;
  }

  /** The sessions at the media server when who is on hold has changed; else empty. */
  List<ForwardedSession> arranged() {
    return arranged;
  }

  void changesPath() {
    pathChanging = true;
  }

  /** Whether connections are to be built that have to be there in time. */
  boolean pathChanging() {
    return pathChanging;
  }

  void show(CallView latest) {
    this.view = latest;
  }

  void note(List<String> lines) {
    notes.addAll(lines);
  }

  /** Lines for the server's log. */
  List<String> notes() {
    return notes;
  }

  void end() {
    this.ended = true;
  }

  List<Letter> letters() {
    return letters;
  }

  List<String> replaced() {
    return replaced;
  }

  /** Sockets of guests who were sent away. */
  List<String> dismissed() {
    return dismissed;
  }

  List<UUID> released() {
    return released;
  }

  List<OfferTask> offers() {
    return offers;
  }

  /** Every session at the media server, those offered to among them. */
  List<ForwardedSession> forwarded() {
    return forwarded;
  }

  /** What the audience is shown; null when nothing visible has changed. */
  CallView view() {
    return view;
  }

  /** Users who are no parties of the call any more. */
  List<UUID> farewells() {
    return farewells;
  }

  /** Users who have entered this call. */
  Set<UUID> joined() {
    Set<UUID> users = new HashSet<>();
    if (view != null) {
      view.participants().stream()
          .filter(party -> party.userId() != null && entered.contains(party.id()))
          .forEach(party -> users.add(party.userId()));
    }
    return users;
  }

  /** Users who are in this call no longer, so that they may be asked into another. */
  Set<UUID> freed() {
    Set<UUID> users = new HashSet<>(farewells);
    if (view != null) {
      view.participants().stream()
          .filter(party -> party.userId() != null && (ended || left.contains(party.id())))
          .forEach(party -> users.add(party.userId()));
    }
    return users;
  }

  void answeredBy(String name) {
    this.answeredBy = name;
  }

  /** Who has answered a ring by this; null when nobody has. */
  String answeredBy() {
    return answeredBy;
  }

  void mediaFlows() {
    this.flowing = true;
  }

  boolean flowing() {
    return flowing;
  }

  boolean ended() {
    return ended;
  }
}

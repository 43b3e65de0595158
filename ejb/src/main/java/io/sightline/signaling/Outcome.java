package io.sightline.signaling;

import io.sightline.call.CallChange;
import io.sightline.call.MediaPlane.ForwardedSession;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
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

package io.sightline.signaling;

import io.sightline.call.Call;
import io.sightline.call.CallChange;
import io.sightline.call.MediaPath;
import io.sightline.call.MediaPlane.ForwardedSession;
import io.sightline.call.Session;
import jakarta.json.JsonObject;
import java.util.List;

/** Writes down, within the transaction, what a call's parties are to be told of a change. */
final class Briefing {
  private Briefing() {}

  static void write(Call call, CallChange change, Outcome outcome) {
    outcome.take(change);
    List<Session> joined = call.joined();
    if (!change.begun().isEmpty()) {
      outcome.changesPath();
    }
    for (Session session : change.begun()) {
      boolean offerer = session.mediaPath() == MediaPath.DIRECT && joined.indexOf(session) == 0;
      outcome.tell(
          session.socketId(),
          Messages.mediaPath(call.id(), session.generation(), session.mediaPath(), offerer));
    }
    if (change.needsOffers()) {
      outcome.offers(
          joined.stream()
              .filter(session -> session.mediaSessionId() != null && !session.fixed())
              .map(
                  session ->
                      new Outcome.OfferTask(
                          session.socketId(), session.generation(), forwarded(call, session)))
              .toList(),
          call.forwarded().stream().map(session -> forwarded(call, session)).toList());
    }
    if (change.rearranged()) {
      outcome.arranges(call.forwarded().stream().map(session -> forwarded(call, session)).toList());
    }
    if (change.completed()) {
      for (Session session : joined) {
        outcome.tell(session.socketId(), Messages.mediaComplete(call.id(), session.generation()));
      }
    }
  }

  static ForwardedSession forwarded(Call call, Session session) {
    return new ForwardedSession(
        call.id(),
        session.mediaSessionId(),
        session.participant().id(),
        session.participant().role().wireName(),
        session.audioCodecs(),
        session.videoCodecs(),
        session.participant().held(),
        call.meeting().isPresent());
  }

  /** An error of the call as such, told to everybody in it. */
  static void tellAll(Call call, Outcome outcome, String code, String text) {
    JsonObject error = Messages.callError(call.id(), code, text);
    call.joined().forEach(session -> outcome.tell(session.socketId(), error));
  }
}

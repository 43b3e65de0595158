package io.sightline.signaling;

import io.sightline.audit.AuditLog;
import io.sightline.call.Call;
import io.sightline.call.CallChange;
import io.sightline.call.Participant;
import io.sightline.call.Session;
import io.sightline.fault.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What people in a call do to one another and show of themselves: hold, mute, a raised hand. Each
 * method is one transaction.
 */
@ApplicationScoped
public class PartyDesk {
  private CallDesk desk;
  private AuditLog audit;
  private Clock clock;

  protected PartyDesk() {
    // for the container's client proxy
  }

  @Inject
  public PartyDesk(CallDesk desk, AuditLog audit, Clock clock) {
    this.desk = desk;
    this.audit = audit;
    this.clock = clock;
  }

  @Transactional
  public Outcome hold(Socket socket, SignalingMessage.Hold message) {
    return desk.inSession(
        socket,
        message.callId(),
        (call, session) -> {
          CallChange change = call.hold(message.participantId(), message.onHold());
          audit.record(
              socket.caller(),
              message.onHold() ? "participant.held" : "participant.resumed",
              call.id().toString());
          return CallDesk.changes(change);
        });
  }

  /** Has the devices of somebody who came by a link switch the microphone off. */
  @Transactional
  public Outcome mute(Socket socket, SignalingMessage.Mute message) {
    List<String> devices = new ArrayList<>();
    Outcome muted =
        desk.inSession(
            socket,
            message.callId(),
            (call, session) -> {
              requireStaff(session.participant());
              CallChange change = call.mute(message.participantId());
              call.joined().stream()
                  .filter(each -> each.participant().id().equals(message.participantId()))
                  .forEach(each -> devices.add(each.socketId()));
              audit.record(socket.caller(), "participant.muted", call.id().toString());
              return CallDesk.changes(change);
            });
    devices.forEach(
        id -> muted.tell(id, Messages.participantMuted(message.callId(), socket.caller().name())));
    return muted;
  }

  /** Asks to speak, or no more; whoever came by a link may speak for no hand but their own. */
  @Transactional
  public Outcome hand(Socket socket, SignalingMessage.Hand message) {
    return desk.inSession(
        socket,
        message.callId(),
        (call, session) -> {
          Participant whose = whose(call, session, message.participantId());
          return CallDesk.changes(call.raiseHand(whose, message.up(), clock.instant()));
        });
  }

  private static Participant whose(Call call, Session session, UUID wanted) {
    if (wanted == null || wanted.equals(session.participant().id())) {
      return session.participant();
    }
    requireStaff(session.participant());
    return call.participant(wanted);
  }

  private static void requireStaff(Participant party) {
    if (party.userId() == null) {
      throw Refusal.notAllowed();
    }
  }
}

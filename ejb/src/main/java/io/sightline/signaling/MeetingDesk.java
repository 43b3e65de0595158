package io.sightline.signaling;

import io.sightline.audit.AuditLog;
import io.sightline.call.CallChange;
import io.sightline.call.CallDoor;
import io.sightline.fault.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;

/** Lets guests into meetings and out again; each method is one transaction. */
@ApplicationScoped
public class MeetingDesk {
  private CallDesk desk;
  private AuditLog audit;
  private Clock clock;

  protected MeetingDesk() {
    // for the container's client proxy
  }

  @Inject
  public MeetingDesk(CallDesk desk, AuditLog audit, Clock clock) {
    this.desk = desk;
    this.audit = audit;
    this.clock = clock;
  }

  /** What somebody of the staff, a party of the call, does with those at the door. */
  @Transactional
  public Outcome door(Socket socket, SignalingMessage.Door message) {
    return desk.with(
        socket.caller().tenant(),
        message.callId(),
        (call, outcome) -> {
          if (CallDesk.party(call, socket.caller()).userId() == null) {
            throw Refusal.notAllowed();
          }
          CallChange change = step(call.door(clock.instant()), message);
          audit.record(
              socket.caller(),
              switch (message.action()) {
                case ADMIT -> "participant.admitted";
                case PUT_BACK -> "participant.returned";
                case REMOVE -> "participant.removed";
              },
              call.id().toString());
          return CallDesk.changes(change);
        });
  }

  private static CallChange step(CallDoor door, SignalingMessage.Door message) {
    UUID guest = message.participantId();
    return switch (message.action()) {
      case ADMIT -> guest == null ? door.admitAll() : door.admit(guest);
      case PUT_BACK -> door.putBack(guest);
      case REMOVE -> door.remove(guest);
    };
  }
}

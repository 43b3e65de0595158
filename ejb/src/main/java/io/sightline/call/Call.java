package io.sightline.call;

import io.sightline.fault.Refusal;
import io.sightline.identity.Role;
import io.sightline.tenant.RecordingMode;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The conversation: who is in it, how far it has come and where its media flows. All rules about
 * that are here; services load it under a row lock, ask it, and carry out the {@link CallChange} it
 * answers. Time is an argument.
 */
@Entity
@Table(name = "calls")
public class Call extends CallProgress {
  @Embedded private RecordingWish recording;

  @Embedded private CallMedia media;

  @Embedded private CallRing ring;

  @Embedded private CallMeeting meeting;

  @Embedded private CallWait waiting;

  @Version
  @Column(name = "version")
  private long version;

  protected Call() {
    // for JPA
  }

  /** Who makes a call and answers for it; the e-mail address is empty where there is none. */
  public record Owner(UUID userId, String name, String email) {
    /** Nobody yet: the call's visitor waits for whoever answers. */
    public static final Owner NOBODY = new Owner(new UUID(0, 0), "", "");

    public Owner {
      email = email == null ? "" : email;
    }
  }

  /** A new call with a customer yet to come, of an agent or of nobody yet. */
  public Call(
      String tenantId,
      Owner owner,
      RecordingMode recordingMode,
      String language,
      String customData,
      Instant now) {
    super(tenantId, owner, language, customData, now);
    begin(owner, recordingMode);
    add(Role.CUSTOMER, null, "");
  }

  /** A new call at a meeting point, whose guests are yet to come. */
  public Call(
      String tenantId,
      Owner host,
      RecordingMode recordingMode,
      String language,
      Instant now,
      CallMeeting meeting) {
    super(tenantId, host, language, null, now);
    this.meeting = meeting;
    begin(host, recordingMode);
  }

  private void begin(Owner owner, RecordingMode recordingMode) {
    this.recording = new RecordingWish(recordingMode);
    this.media = new CallMedia();
    this.ring = new CallRing();
    this.waiting = new CallWait();
    if (!owner.equals(Owner.NOBODY)) {
      add(Role.AGENT, owner.userId(), owner.name());
    }
  }

  /**
   * Asks a further person in.
   *
   * @throws Refusal of kind TOO_MANY when so many have been asked that nobody more can be
   */
  public Participant invite(Role role, String displayName) {
    requireOpen();
    return add(role, null, displayName);
  }

  // --- who is there -------------------------------------------------------------------------

  /** A device connects and waits in the lobby. */
  public Session enter(UUID participantId, Session.Device device, Instant now) {
    requireOpen();
    Participant participant = participant(participantId);
    requireParty(participant);
    Session session = open(participant, device, now);
    if (participant.presence() == Presence.ABSENT) {
      participant.become(Presence.LOBBY);
    }
    somebodyCame();
    return session;
  }

  /**
   * A device enters the call. Another device of the same participant leaves by that, and media is
   * negotiated where a second party is there.
   */
  public CallChange join(
      Session session, List<String> audioCodecs, List<String> videoCodecs, Instant now) {
    requireOpen();
    requireParty(session.participant());
    if (session.participant().waits()) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "meeting.waiting", "The host has not let you in yet.");
    }
    requireRoom(session.participant());
    CallChange change = new CallChange();
    boolean again = session.is(Session.State.JOINED);
    for (Session other : openSessions()) {
      if (other != session && other.participant() == session.participant()) {
        if (other.is(Session.State.JOINED) || other.is(Session.State.LOBBY)) {
          change.replaces(other);
        }
        finish(other, change, now);
      }
    }
    if (again) {
      change.releases(session.takeMediaSession());
    }
    Participant participant = session.participant();
    boolean returns = participant.presence() == Presence.JOINED;
    session.join(audioCodecs, videoCodecs);
    participant.become(Presence.JOINED);
    if (!returns) {
      change.tells(CallEvent.Type.JOIN, participant, null);
    }
    somebodyCame();
    settleWait(now);
    media.negotiate(List.of(session), situation(now), change);
    return change;
  }

  /** A device leaves the call of its own will. */
  public CallChange leave(Session session, Instant now) {
    CallChange change = new CallChange();
    finish(session, change, now);
    settle(session.participant(), change);
    settleTalk(now);
    media.left(situation(now), change);
    begun(change, now);
    return change;
  }

  /** A device's socket has broken; one that had joined has a time of grace. */
  public CallChange lost(String socketId, Instant now) {
    CallChange change = new CallChange();
    for (Session session : openSessions()) {
      if (session.socketId().equals(socketId) && !session.is(Session.State.LOST)) {
        if (session.is(Session.State.JOINED)) {
          session.lose(now);
        } else {
          finish(session, change, now);
        }
        settle(session.participant(), change);
      }
    }
    settleTalk(now);
    return change;
  }

  /** Ends the grace of those lost at or before {@code deadline}. */
  public CallChange lapse(Instant deadline, Instant now) {
    CallChange change = new CallChange();
    boolean any = false;
    for (Session session : openSessions()) {
      if (session.is(Session.State.LOST) && !session.endedAt().isAfter(deadline)) {
        finish(session, change, now);
        settle(session.participant(), change);
        any = true;
      }
    }
    settleTalk(now);
    if (any) {
      media.left(situation(now), change);
      begun(change, now);
    }
    return change;
  }

  /** The call is over, for everybody and for good; again it has no effect. */
  public CallChange end(String by, String reason, Instant now) {
    CallChange change = new CallChange();
    if (over()) {
      return change;
    }
    for (Session session : openSessions()) {
      finish(session, change, now);
    }
    participants().forEach(participant -> participant.become(Presence.ABSENT));
    settleTalk(now);
    finished(by, reason, now);
    media.over();
    ring().ifPresent(any -> ring.over());
    recording.withdraw();
    return change;
  }

  @Override
  void settleWait(Instant now) {
    boolean there = customer().filter(party -> party.presence() == Presence.JOINED).isPresent();
    waiting.settle(there, hosted(), now);
  }

  private void finish(Session session, CallChange change, Instant now) {
    session.end(now);
    change.releases(session.takeMediaSession());
    change.releases(session.takeRetiringMediaSession());
  }

  /** Sees how present a participant is after a session of his has ended. */
  private void settle(Participant participant, CallChange change) {
    Presence presence = Presence.ABSENT;
    for (Session session : openSessions()) {
      if (session.participant() == participant) {
        boolean joined = session.is(Session.State.JOINED) || session.is(Session.State.LOST);
        if (joined) {
          presence = Presence.JOINED;
        } else if (presence == Presence.ABSENT) {
          presence = Presence.LOBBY;
        }
      }
    }
    if (participant.presence() != presence) {
      if (participant.presence() == Presence.JOINED) {
        change.tells(CallEvent.Type.LEAVE, participant, null);
      }
      participant.become(presence);
    }
  }

  // --- media --------------------------------------------------------------------------------

  private CallMedia.Situation situation(Instant now) {
    return new CallMedia.Situation(joined(), present(), recordingWanted() || meeting != null, now);
  }

  /** Media has arrived on a session's connection of that generation; older ones are ignored. */
  public CallChange established(Session session, int ofGeneration, Instant now) {
    CallChange change = new CallChange();
    media.established(session, ofGeneration, situation(now), change);
    begun(change, now);
    return change;
  }

  /** Media flows between those who are there: the call is active, and talk is counted. */
  private void begun(CallChange change, Instant now) {
    if (change.completed() && talking() >= 2) {
      talks(now);
    }
  }

  /**
   * A session's connection of that generation has failed: another try, after repeated failures of
   * the direct path through the media server.
   *
   * @throws Refusal of kind TOO_MANY after {@value CallMedia#MAX_FAILURES} failures in a row
   */
  public CallChange failed(Session session, int ofGeneration, Instant now) {
    CallChange change = new CallChange();
    media.failed(session, ofGeneration, situation(now), change);
    return change;
  }

  /**
   * Begins a change of the media path again that was begun at or before {@code deadline} and that
   * not all have completed: a lost message or a browser that is stuck must not keep two apart.
   *
   * @throws Refusal of kind TOO_MANY after {@value CallMedia#MAX_FAILURES} failures in a row
   */
  public CallChange mediaOverdue(Instant deadline, Instant now) {
    CallChange change = new CallChange();
    if (!over()) {
      media.overdue(deadline, situation(now), change);
    }
    return change;
  }

  /** What a session's participant says to be sending; only a joined session may say. */
  public CallChange declareMedia(Session session, boolean audio, boolean video, boolean screen) {
    CallChange change = new CallChange();
    if (session.is(Session.State.JOINED)) {
      Participant party = session.participant();
      if (party.audio() != audio) {
        change.tells(
            audio ? CallEvent.Type.UNMUTE : CallEvent.Type.MUTE, party, CallEvent.MICROPHONE);
      }
      if (party.video() != video) {
        change.tells(video ? CallEvent.Type.UNMUTE : CallEvent.Type.MUTE, party, CallEvent.CAMERA);
      }
      if (party.screen() != screen) {
        change.tells(
            screen ? CallEvent.Type.SCREEN_START : CallEvent.Type.SCREEN_STOP,
            party,
            CallEvent.SCREEN);
      }
      party.sends(audio, video, screen);
    }
    return change;
  }

  /**
   * Puts a party on hold, or takes it off; again it has no effect.
   *
   * @throws Refusal of kind CONFLICT for an agent, or who is not in the call
   */
  public CallChange hold(UUID participantId, boolean onHold) {
    requireOpen();
    Participant party = participant(participantId);
    if (onHold && (party.role() == Role.AGENT || party.presence() != Presence.JOINED)) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "hold.refused", "Only others who are in the call can be held.");
    }
    CallChange change = new CallChange();
    if (party.held() != onHold) {
      party.hold(onHold);
      change.tells(onHold ? CallEvent.Type.HOLD : CallEvent.Type.UNHOLD, party, null);
      change.rearranges();
    }
    return change;
  }

  /**
   * Switches somebody's microphone off, who may switch it on again; again it has no effect.
   *
   * @throws Refusal of kind CONFLICT for the staff, for who is not in the call, and for a device
   *     that hears nothing of it
   */
  public CallChange mute(UUID participantId) {
    requireOpen();
    Participant party = participant(participantId);
    boolean hears =
        joined().stream().anyMatch(each -> each.participant() == party && !each.fixed());
    if (party.userId() != null || !hears) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "mute.refused", "Only guests who are in the call can be muted.");
    }
    CallChange change = new CallChange();
    if (party.audio()) {
      party.sends(false, party.video(), party.screen());
      change.tells(CallEvent.Type.MUTE, party, CallEvent.MICROPHONE);
    }
    return change;
  }

  /**
   * Somebody asks to speak, or no more.
   *
   * @throws Refusal of kind CONFLICT {@code not.joined} for who is not in the call
   */
  public CallChange raiseHand(Participant party, boolean up, Instant now) {
    requireOpen();
    if (party.presence() != Presence.JOINED) {
      throw Refusal.of(Refusal.Kind.CONFLICT, "not.joined", "Only who is in the call can ask.");
    }
    party.raiseHand(up, now);
    return new CallChange();
  }

  // --- handing over -------------------------------------------------------------------------

  /** Whom a colleague is asked for, or who has come; nothing while nobody was asked. */
  public Optional<CallRing.View> ring() {
    return ring == null ? Optional.empty() : ring.view();
  }

  /** Whom it rang for last, also when that is over; nothing for a call that never rang. */
  public Optional<CallRing.Asked> lastAsked() {
    return ring == null ? Optional.empty() : ring.lastAsked();
  }

  /** Asks colleagues in and hands the call over, at {@code now}. */
  public CallHandover handover(Instant now) {
    if (ring == null) {
      ring = new CallRing();
    }
    return new CallHandover(this, ring, now);
  }

  /** Somebody is no party any more; that one's devices leave. */
  void dismiss(Participant party, CallChange change, Instant now) {
    party.release(true);
    if (party.userId() != null) {
      change.bidsFarewell(party.userId());
    }
    for (Session session : openSessions()) {
      if (session.participant() == party) {
        finish(session, change, now);
      }
    }
    settle(party, change);
    settleTalk(now);
    media.left(situation(now), change);
    begun(change, now);
  }

  // --- meetings -----------------------------------------------------------------------------

  /** The meeting point at which the call is held; none for other calls. */
  public Optional<CallMeeting> meeting() {
    return Optional.ofNullable(meeting);
  }

  /** The host tells those who wait something else. */
  public void retell(CallMeeting told) {
    this.meeting = told;
  }

  /**
   * Who comes to the meeting and who is let in, at {@code now}.
   *
   * @throws Refusal of kind CONFLICT for a call that is no meeting
   */
  public CallDoor door(Instant now) {
    return new CallDoor(this, now);
  }

  /** A guest goes back to the lobby; the media server forgets that guest's devices. */
  void retreat(Participant guest, CallChange change, Instant now) {
    for (Session session : openSessions()) {
      if (session.participant() == guest && session.is(Session.State.JOINED)) {
        change.releases(session.takeMediaSession());
        change.releases(session.takeRetiringMediaSession());
        session.retreat();
      } else if (session.participant() == guest && session.is(Session.State.LOST)) {
        finish(session, change, now);
      }
    }
    settle(guest, change);
    settleTalk(now);
    media.left(situation(now), change);
    begun(change, now);
  }

  // --- recording ----------------------------------------------------------------------------

  /** Whether the call is to be recorded while media flows. */
  public boolean recordingWanted() {
    return recording.stands();
  }

  /** Whether a recording should be running: it is wanted and media reaches the media server. */
  public boolean recordingDue() {
    return !over() && media.path() == MediaPath.FORWARDED && recordingWanted();
  }

  /** On whose behalf a recording starts. */
  public String recordingRequestedBy() {
    return recording.requestedBy();
  }

  /** An agent wants the call recorded; media moves to the media server if it is not there. */
  public CallChange requestRecording(String by, Instant now) {
    requireOpen();
    CallChange change = new CallChange();
    if (recording.request(by)) {
      media.negotiate(situation(now), change);
    }
    return change;
  }

  /**
   * An agent wants no more recording; media goes back to the direct path where two are on their
   * own.
   *
   * @throws Refusal of kind CONFLICT where recording is mandatory
   */
  public CallChange withdrawRecording(Instant now) {
    requireRecordingOptional();
    CallChange change = new CallChange();
    if (recording.withdraw()) {
      media.negotiate(situation(now), change);
    }
    return change;
  }

  /**
   * Lets pass who may stop or pause the recording.
   *
   * @throws Refusal of kind CONFLICT where recording is mandatory
   */
  public void requireRecordingOptional() {
    requireOpen();
    recording.requireOptional();
  }

  // --- questions ----------------------------------------------------------------------------

  private static void requireParty(Participant participant) {
    if (participant.released()) {
      throw Refusal.unknown("call");
    }
  }

  public RecordingMode recordingMode() {
    return recording.mode();
  }

  public MediaPath mediaPath() {
    return media.path();
  }

  /** The newest generation of any session; 0 before the first. */
  public int generation() {
    return media.generation();
  }

  /** Since when a change of the media path waits for its completion; null when none does. */
  public Instant mediaPendingSince() {
    return media.pendingSince();
  }
}

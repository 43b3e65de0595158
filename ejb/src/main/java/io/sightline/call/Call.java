package io.sightline.call;

import io.sightline.fault.Refusal;
import io.sightline.identity.Role;
import io.sightline.tenant.RecordingMode;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
public class Call {
  /** Sessions that one call may accumulate. */
  static final int MAX_SESSIONS = 500;

  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @Enumerated(EnumType.STRING)
  @Column(name = "state")
  private CallState state;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "active_at")
  private Instant activeAt;

  @Column(name = "ended_at")
  private Instant endedAt;

  @Column(name = "ended_by")
  private String endedBy;

  @Column(name = "end_reason")
  private String endReason;

  @Enumerated(EnumType.STRING)
  @Column(name = "recording_mode")
  private RecordingMode recordingMode;

  @Column(name = "recording_requested_by")
  private String recordingRequestedBy;

  @Embedded private CallMedia media;

  @Column(name = "agent_id")
  private UUID agentId;

  @Column(name = "agent_name")
  private String agentName;

  @Column(name = "agent_email")
  private String agentEmail;

  @Column(name = "language")
  private String language;

  @Column(name = "custom_data")
  private String customData;

  @Column(name = "talk_millis")
  private long talkMillis;

  @Column(name = "talk_since")
  private Instant talkSince;

  @Column(name = "empty_since")
  private Instant emptySince;

  @Version
  @Column(name = "version")
  private long version;

  @OneToMany(mappedBy = "call", cascade = CascadeType.PERSIST)
  @OrderBy("position")
  private List<Participant> participants = new ArrayList<>();

  @OneToMany(mappedBy = "call", cascade = CascadeType.PERSIST)
  @OrderBy("startedAt")
  private List<Session> sessions = new ArrayList<>();

  protected Call() {
    // for JPA
  }

  /** Who makes a call and answers for it. */
  public record Owner(UUID userId, String name, String email) {}

  /** A new call of an agent with a customer yet to come. */
  public Call(
      String tenantId,
      Owner owner,
      RecordingMode recordingMode,
      String language,
      String customData,
      Instant now) {
    this.id = UUID.randomUUID();
    this.tenantId = tenantId;
    this.state = CallState.CREATED;
    this.createdAt = now;
    this.emptySince = now;
    this.recordingMode = recordingMode;
    this.media = new CallMedia();
    this.agentId = owner.userId();
    this.agentName = owner.name();
    this.agentEmail = owner.email();
    this.language = language;
    this.customData = customData;
    participants.add(new Participant(this, Role.AGENT, owner.userId(), owner.name(), 0));
    participants.add(new Participant(this, Role.CUSTOMER, null, "Customer", 1));
  }

  // --- who is there -------------------------------------------------------------------------

  /** A device connects and waits in the lobby. */
  public Session enter(UUID participantId, Session.Device device, Instant now) {
    requireOpen();
    if (sessions.size() >= MAX_SESSIONS) {
      throw Refusal.of(
          Refusal.Kind.TOO_MANY, "call.sessions", "This call has seen too many connections.");
    }
    Participant participant = participant(participantId);
    Session session = new Session(this, participant, device, now);
    sessions.add(session);
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
    session.join(audioCodecs, videoCodecs);
    session.participant().become(Presence.JOINED);
    somebodyCame();
    negotiate(session, change);
    return change;
  }

  /** A device leaves the call of its own will. */
  public CallChange leave(Session session, Instant now) {
    CallChange change = new CallChange();
    finish(session, change, now);
    settlePresence(session.participant());
    settleTalk(now);
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
        settlePresence(session.participant());
      }
    }
    settleTalk(now);
    return change;
  }

  /** Ends the grace of those lost at or before {@code deadline}. */
  public CallChange lapse(Instant deadline, Instant now) {
    CallChange change = new CallChange();
    for (Session session : openSessions()) {
      if (session.is(Session.State.LOST) && !session.endedAt().isAfter(deadline)) {
        finish(session, change, now);
        settlePresence(session.participant());
      }
    }
    settleTalk(now);
    return change;
  }

  /** The call is over, for everybody and for good; again it has no effect. */
  public CallChange end(String by, String reason, Instant now) {
    CallChange change = new CallChange();
    if (state == CallState.ENDED) {
      return change;
    }
    for (Session session : openSessions()) {
      finish(session, change, now);
    }
    participants.forEach(participant -> participant.become(Presence.ABSENT));
    settleTalk(now);
    state = CallState.ENDED;
    endedAt = now;
    endedBy = by;
    endReason = reason;
    media.over();
    recordingRequestedBy = null;
    return change;
  }

  private void finish(Session session, CallChange change, Instant now) {
    session.end(now);
    change.releases(session.takeMediaSession());
    change.releases(session.takeRetiringMediaSession());
  }

  private void settlePresence(Participant participant) {
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
      participant.become(presence);
    }
  }

  private void somebodyCame() {
    emptySince = null;
    if (state == CallState.CREATED) {
      state = CallState.WAITING;
    }
  }

  /** Counts talk while two are joined; remembers since when nobody is. */
  private void settleTalk(Instant now) {
    if (talkSince != null && joined().size() < 2) {
      talkMillis += Math.max(0, Duration.between(talkSince, now).toMillis());
      talkSince = null;
    }
    if (emptySince == null && openSessions().isEmpty()) {
      emptySince = now;
    }
  }

  // --- media --------------------------------------------------------------------------------

  /** Begins what is needed after {@code fresh} came; null when only the wish has changed. */
  private void negotiate(Session fresh, CallChange change) {
    media.negotiate(fresh, joined(), recordingWanted(), change);
  }

  /** Media has arrived on a session's connection of that generation; older ones are ignored. */
  public CallChange established(Session session, int ofGeneration, Instant now) {
    CallChange change = new CallChange();
    if (!media.established(session, ofGeneration, joined(), recordingWanted(), change)) {
      return change;
    }
    if (state == CallState.WAITING) {
      state = CallState.ACTIVE;
      activeAt = now;
    }
    if (talkSince == null) {
      talkSince = now;
    }
    return change;
  }

  /**
   * A session's connection of that generation has failed: another try, after repeated failures of
   * the direct path through the media server.
   *
   * @throws Refusal of kind TOO_MANY after {@value CallMedia#MAX_FAILURES} failures in a row
   */
  public CallChange failed(Session session, int ofGeneration) {
    CallChange change = new CallChange();
    media.failed(session, ofGeneration, joined(), recordingWanted(), change);
    return change;
  }

  /** What a session's participant says to be sending; only a joined session may say. */
  public void declareMedia(Session session, boolean audio, boolean video, boolean screen) {
    if (session.is(Session.State.JOINED)) {
      session.participant().sends(audio, video, screen);
    }
  }

  // --- recording ----------------------------------------------------------------------------

  /** Whether the call is to be recorded while media flows. */
  public boolean recordingWanted() {
    return switch (recordingMode) {
      case OFF -> false;
      case AGENT_CONTROLLED -> recordingRequestedBy != null;
      case MANDATORY -> true;
    };
  }

  /** Whether a recording should be running: it is wanted and media reaches the media server. */
  public boolean recordingDue() {
    return state != CallState.ENDED && media.path() == MediaPath.FORWARDED && recordingWanted();
  }

  /** On whose behalf a recording starts. */
  public String recordingRequestedBy() {
    return recordingMode == RecordingMode.MANDATORY ? "policy" : recordingRequestedBy;
  }

  /** An agent wants the call recorded; media moves to the media server if it is not there. */
  public CallChange requestRecording(String by) {
    requireOpen();
    if (recordingMode == RecordingMode.OFF) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "recording.off", "Recording is switched off for this call.");
    }
    CallChange change = new CallChange();
    if (recordingMode == RecordingMode.AGENT_CONTROLLED && recordingRequestedBy == null) {
      recordingRequestedBy = by;
      negotiate(null, change);
    }
    return change;
  }

  /**
   * An agent wants no more recording; media goes back to the direct path.
   *
   * @throws Refusal of kind CONFLICT where recording is mandatory
   */
  public CallChange withdrawRecording() {
    requireRecordingOptional();
    CallChange change = new CallChange();
    if (recordingRequestedBy != null) {
      recordingRequestedBy = null;
      negotiate(null, change);
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
    if (recordingMode == RecordingMode.MANDATORY) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "recording.mandatory", "This call has to be recorded.");
    }
  }

  // --- questions ----------------------------------------------------------------------------

  private void requireOpen() {
    if (state == CallState.ENDED) {
      throw Refusal.of(Refusal.Kind.GONE, "call.ended", "This call is over.");
    }
  }

  /** Whether it may not be refused any more for its link's age: media flows or is on its way. */
  public boolean started() {
    return activeAt != null || joined().size() >= 2;
  }

  /** Sessions that have joined and whose sockets live. */
  public List<Session> joined() {
    return sessions.stream()
        .filter(session -> session.is(Session.State.JOINED))
        .sorted(Comparator.comparing((Session session) -> session.participant().role()))
        .toList();
  }

  /** Sessions with an end of media at the media server, those in their time of grace included. */
  public List<Session> forwarded() {
    return sessions.stream()
        .filter(session -> session.open() && session.mediaSessionId() != null)
        .toList();
  }

  private List<Session> openSessions() {
    return sessions.stream().filter(Session::open).toList();
  }

  /** The open session of a socket. */
  public Optional<Session> sessionOf(String socketId) {
    return sessions.stream()
        .filter(session -> session.socketId().equals(socketId))
        .filter(session -> session.is(Session.State.JOINED) || session.is(Session.State.LOBBY))
        .findFirst();
  }

  /** The session whose connection the media server knows by that id. */
  public Optional<Session> byMediaSession(UUID mediaSessionId) {
    return sessions.stream()
        .filter(session -> mediaSessionId.equals(session.mediaSessionId()))
        .findFirst();
  }

  /**
   * @throws Refusal of kind UNKNOWN for somebody who is no party of this call
   */
  public Participant participant(UUID participantId) {
    return participants.stream()
        .filter(participant -> participant.id().equals(participantId))
        .findFirst()
        .orElseThrow(() -> Refusal.unknown("participant"));
  }

  /** The party that a user is in this call. */
  public Optional<Participant> participantOfUser(UUID userId) {
    return participants.stream()
        .filter(participant -> userId.equals(participant.userId()))
        .findFirst();
  }

  public Participant customer() {
    return participants.stream()
        .filter(participant -> participant.role() == Role.CUSTOMER)
        .findFirst()
        .orElseThrow(() -> Refusal.unknown("participant"));
  }

  public UUID id() {
    return id;
  }

  public String tenantId() {
    return tenantId;
  }

  public CallState state() {
    return state;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** When media first flowed between two; null before. */
  public Instant activeAt() {
    return activeAt;
  }

  /** Null while the call is open. */
  public Instant endedAt() {
    return endedAt;
  }

  /** A user id, or {@code system}; null while the call is open. */
  public String endedBy() {
    return endedBy;
  }

  public String endReason() {
    return endReason;
  }

  public RecordingMode recordingMode() {
    return recordingMode;
  }

  public MediaPath mediaPath() {
    return media.path();
  }

  /** The newest generation of any session; 0 before the first. */
  public int generation() {
    return media.generation();
  }

  /** Since when nobody has been connected; null while somebody is. */
  public Instant emptySince() {
    return emptySince;
  }

  public UUID agentId() {
    return agentId;
  }

  public String agentName() {
    return agentName;
  }

  public String agentEmail() {
    return agentEmail;
  }

  public String language() {
    return language;
  }

  public String customData() {
    return customData;
  }

  /** Talk so far: the time in which two were joined, counted from the first media. */
  public Duration talkTime(Instant now) {
    Duration finished = Duration.ofMillis(talkMillis);
    return talkSince == null ? finished : finished.plus(Duration.between(talkSince, now));
  }

  public List<Participant> participants() {
    return List.copyOf(participants);
  }

  public List<Session> sessions() {
    return List.copyOf(sessions);
  }
}

package io.sightline.call;

import io.sightline.fault.Refusal;
import io.sightline.identity.Role;
import jakarta.persistence.CascadeType;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The people of a call and the devices by which they come. */
@MappedSuperclass
abstract class CallParties extends CallOrigin {
  /** Sessions that one call may accumulate. */
  private static final int MAX_SESSIONS = 500;

  /** People who may be in a call at once. */
  public static final int MAX_PRESENT = 8;

  /** People who may be asked into a call over its time. */
  private static final int MAX_PARTIES = 32;

  /** Guests who may come to a meeting over its time. */
  private static final int MAX_GUESTS = 500;

  @OneToMany(mappedBy = "call", cascade = CascadeType.PERSIST)
  @OrderBy("position")
  private List<Participant> participants = new ArrayList<>();

  @OneToMany(mappedBy = "call", cascade = CascadeType.PERSIST)
  @OrderBy("startedAt")
  private List<Session> sessions = new ArrayList<>();

  protected CallParties() {
    // for JPA
  }

  CallParties(String tenantId, Call.Owner owner, String language, String customData, Instant now) {
    super(tenantId, owner, language, customData, now);
  }

  private Call self() {
    return (Call) this;
  }

  /**
   * @throws Refusal of kind TOO_MANY after {@value #MAX_PARTIES}
   */
  Participant add(Role role, UUID userId, String displayName) {
    int most = self().meeting().isPresent() ? MAX_GUESTS : MAX_PARTIES;
    if (participants.size() >= most) {
      throw Refusal.of(
          Refusal.Kind.TOO_MANY, "call.invitations", "Nobody more can be asked into this call.");
    }
    Participant party = new Participant(self(), role, userId, displayName, participants.size());
    participants.add(party);
    return party;
  }

  /**
   * @throws Refusal of kind TOO_MANY after {@value #MAX_SESSIONS}
   */
  Session open(Participant participant, Session.Device device, Instant now) {
    if (sessions.size() >= MAX_SESSIONS) {
      throw Refusal.of(
          Refusal.Kind.TOO_MANY, "call.sessions", "This call has seen too many connections.");
    }
    Session session = new Session(self(), participant, device, now);
    sessions.add(session);
    return session;
  }

  /**
   * @throws Refusal of kind TOO_MANY when as many as may be in a call are
   */
  void requireRoom(Participant comer) {
    if (!hasRoom(comer)) {
      throw Refusal.of(Refusal.Kind.TOO_MANY, "call.full", "This call is full.");
    }
  }

  /** Guests who were let in and are on their way have their places already. */
  boolean hasRoom(Participant comer) {
    return participants.stream().filter(party -> party != comer && takesRoom(party)).count()
        < MAX_PRESENT;
  }

  /** Whether nobody more can come. */
  public boolean isFull() {
    return participants.stream().filter(CallParties::takesRoom).count() >= MAX_PRESENT;
  }

  private static boolean takesRoom(Participant party) {
    boolean onTheWay =
        party.arrivedAt() != null
            && party.admittance() == Admittance.ADMITTED
            && party.presence() == Presence.LOBBY;
    return party.presence() == Presence.JOINED || onTheWay;
  }

  /** Whether somebody of the staff is in the call. */
  public boolean hosted() {
    return participants.stream()
        .anyMatch(party -> party.userId() != null && party.presence() == Presence.JOINED);
  }

  /** Parties in the call, those whose socket broke a moment ago included. */
  long present() {
    return participants.stream().filter(party -> party.presence() == Presence.JOINED).count();
  }

  /** Whether somebody who is in the call shows a screen. */
  public boolean screenShared() {
    return participants.stream().anyMatch(Participant::screen);
  }

  /** Sessions that have joined and whose sockets live. */
  public List<Session> joined() {
    return sessions.stream()
        .filter(session -> session.is(Session.State.JOINED))
        .sorted(Comparator.comparing((Session session) -> session.participant().role()))
        .toList();
  }

  /** How many of those who have joined can be talked to: who only looks on is none of them. */
  long talking() {
    return joined().stream().filter(session -> !session.participant().looksOn()).count();
  }

  /** Sessions with an end of media at the media server, those in their time of grace included. */
  public List<Session> forwarded() {
    return sessions.stream()
        .filter(session -> session.open() && session.mediaSessionId() != null)
        .toList();
  }

  List<Session> openSessions() {
    return sessions.stream().filter(Session::open).toList();
  }

  /**
   * Whether a participant has gone over to another device since a page had these sessions; never
   * for a page that had none.
   */
  public boolean isElsewhere(Participant participant, List<String> former) {
    return !former.isEmpty()
        && openSessions().stream()
            .filter(session -> session.participant() == participant)
            .filter(session -> !session.is(Session.State.LOBBY))
            .anyMatch(session -> !former.contains(session.socketId()));
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

  /** Whether a party has come by any device so far. */
  public boolean hasSeen(UUID participantId) {
    return sessions.stream().anyMatch(session -> session.participant().id().equals(participantId));
  }

  /** The party of a user who comes into the call, for the first time or once more. */
  Participant admit(Role role, UUID userId, String name) {
    Participant party =
        participants.stream()
            .filter(known -> userId.equals(known.userId()))
            .findFirst()
            .orElseGet(() -> add(role, userId, name));
    party.release(false);
    return party;
  }

  /**
   * The party for a device or looker-on that a user brings: the same again under the same name.
   *
   * @throws Refusal of kind TOO_MANY as {@link #add} does
   */
  public Participant bring(Role role, UUID user, String name) {
    return participants.stream()
        .filter(known -> known.isBroughtBy(user) && known.role() == role)
        .filter(known -> known.displayName().equals(name))
        .findFirst()
        .orElseGet(
            () -> {
              Participant party = add(role, null, name);
              party.broughtBy(user);
              return party;
            });
  }

  /** The party that a user is in this call; none for one who has handed it over. */
  public Optional<Participant> participantOfUser(UUID userId) {
    return participants.stream()
        .filter(participant -> !participant.released())
        .filter(participant -> userId.equals(participant.userId()))
        .findFirst();
  }

  /** Whom the call was made for; a meeting has none. */
  public Optional<Participant> customer() {
    return participants.stream()
        .filter(participant -> participant.role() == Role.CUSTOMER)
        .findFirst();
  }

  public List<Participant> participants() {
    return List.copyOf(participants);
  }

  public List<Session> sessions() {
    return List.copyOf(sessions);
  }
}

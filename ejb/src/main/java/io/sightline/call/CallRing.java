package io.sightline.call;

import io.sightline.fault.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** A colleague being asked into a call, or the talk with the one who came. */
@Embeddable
public class CallRing {
  /** What the colleague is asked for. */
  public enum Kind {
    /** To take the call over at once; the agent who asks leaves with the answer. */
    BLIND,
    /** To talk first, the customer on hold, and perhaps take over then. */
    CONSULT,
    /** To join the others. */
    CONFERENCE,
    /** To answer for a call that has no agent yet: its visitor waits in a queue. */
    QUEUE;

    /** Whether an agent may ask for it. */
    public boolean byAgent() {
      return this != QUEUE;
    }

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How far it has come. */
  public enum State {
    /** Nobody rings before the visitor is there. */
    EXPECTED,
    RINGING,
    /** The colleague is in the call beside the agent who asked. */
    ANSWERED;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Who is asked: a user, the members of a group, or with neither everybody.
   *
   * @param user null unless one alone is asked
   * @param group null unless its members are
   */
  public record Asked(UUID user, UUID group) {
    /** All who are free. */
    public static final Asked EVERYBODY = new Asked(null, null);

    /** Whether it may be this user, of a group as of everybody. */
    public boolean mayBe(UUID other) {
      return user == null || user.equals(other);
    }
  }

  /**
   * The ring as others see it.
   *
   * @param target the user asked; null for all who are free
   * @param group the group whose members are asked; null for one user, or for everybody
   * @param colleague the participant who answered; null before
   * @param until when ringing ends; null for a queue, which has no such end
   * @param since when it first rang; null before
   */
  public record View(
      Kind kind,
      State state,
      UUID askedBy,
      UUID target,
      UUID group,
      UUID colleague,
      Instant until,
      Instant since) {
    public boolean ringing() {
      return state == State.RINGING;
    }

    /** Whether a visitor waits, or is about to, for whoever answers. */
    public boolean queued() {
      return kind == Kind.QUEUE;
    }
  }

  @Enumerated(EnumType.STRING)
  @Column(name = "ring_kind")
  private Kind kind;

  @Enumerated(EnumType.STRING)
  @Column(name = "ring_state")
  private State state;

  @Column(name = "ring_asked_by")
  private UUID askedBy;

  @Column(name = "ring_target")
  private UUID target;

  @Column(name = "ring_group")
  private UUID groupId;

  @Column(name = "ring_until")
  private Instant until;

  @Column(name = "ring_since")
  private Instant since;

  @Column(name = "ring_colleague")
  private UUID colleague;

  @Column(name = "ring_colleague_email")
  private String colleagueEmail;

  protected CallRing() {
    // for JPA, and for a call that begins
  }

  Optional<View> view() {
    return state == null
        ? Optional.empty()
        : Optional.of(new View(kind, state, askedBy, target, groupId, colleague, until, since));
  }

  /**
   * @throws Refusal of kind CONFLICT while another is asked or there already
   */
  void begin(Kind wanted, UUID by, Asked whom, Instant now, Instant end) {
    if (state != null) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "transfer.pending", "A colleague is being asked already.");
    }
    this.kind = wanted;
    this.state = State.RINGING;
    this.askedBy = by;
    this.target = whom.user();
    this.groupId = whom.group();
    this.since = now;
    this.until = end;
  }

  /** A visitor is to come, who waits then for a group's members. */
  void expect(UUID group) {
    this.kind = Kind.QUEUE;
    this.state = State.EXPECTED;
    this.askedBy = Call.Owner.NOBODY.userId();
    this.groupId = group;
  }

  /** The visitor is there, or looks at the first page only. */
  void waits(boolean there, Instant now) {
    this.state = there ? State.RINGING : State.EXPECTED;
    if (there && since == null) {
      this.since = now;
    }
  }

  /** Whom it rang for last, also when that is over; nothing for a call that never rang. */
  Optional<Asked> lastAsked() {
    boolean rang = askedBy != null && (state != State.EXPECTED || since != null);
    return rang ? Optional.of(new Asked(target, groupId)) : Optional.empty();
  }

  /**
   * Lets pass who may answer: the first of those asked, in time.
   *
   * @throws Refusal of kind UNKNOWN for who was not asked, CONFLICT {@code ring.over} for who is
   *     too late
   */
  void requireFor(UUID user, Instant now) {
    if (lastAsked().filter(whom -> whom.mayBe(user)).isEmpty()) {
      throw Refusal.unknown("call");
    }
    boolean late = until != null && !now.isBefore(until);
    if (state != State.RINGING || user.equals(askedBy) || late) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "ring.over", "Somebody else has answered, or nobody asks now.");
    }
  }

  void answered(UUID participant, String email) {
    this.state = State.ANSWERED;
    this.colleague = participant;
    this.colleagueEmail = email;
  }

  String colleagueEmail() {
    return colleagueEmail;
  }

  boolean overdue(Instant now) {
    return state == State.RINGING && until != null && !until.isAfter(now);
  }

  /** Who was asked is remembered: they are told that somebody else was sooner. */
  void over() {
    this.kind = null;
    this.state = null;
    this.since = null;
    this.until = null;
    this.colleague = null;
    this.colleagueEmail = null;
  }
}

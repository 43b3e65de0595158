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
    CONFERENCE;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How far it has come. */
  public enum State {
    RINGING,
    /** The colleague is in the call beside the agent who asked. */
    ANSWERED;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The ring as others see it.
   *
   * @param target the user asked; null for all who are free
   * @param colleague the participant who answered; null before
   * @param until when ringing ends
   */
  public record View(
      Kind kind, State state, UUID askedBy, UUID target, UUID colleague, Instant until) {
    public boolean ringing() {
      return state == State.RINGING;
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

  @Column(name = "ring_until")
  private Instant until;

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
        : Optional.of(new View(kind, state, askedBy, target, colleague, until));
  }

  /**
   * @throws Refusal of kind CONFLICT while another is asked or there already
   */
  void begin(Kind wanted, UUID by, UUID whom, Instant end) {
    if (state != null) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "transfer.pending", "A colleague is being asked already.");
    }
    this.kind = wanted;
    this.state = State.RINGING;
    this.askedBy = by;
    this.target = whom;
    this.until = end;
  }

  /**
   * Lets pass who may answer: the first of those asked, in time.
   *
   * @throws Refusal of kind CONFLICT {@code ring.over} for anybody else
   */
  void requireFor(UUID user, Instant now) {
    boolean asked = target == null || target.equals(user);
    if (state != State.RINGING || !asked || user.equals(askedBy) || !now.isBefore(until)) {
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
    return state == State.RINGING && !until.isAfter(now);
  }

  void over() {
    this.kind = null;
    this.state = null;
    this.askedBy = null;
    this.target = null;
    this.until = null;
    this.colleague = null;
    this.colleagueEmail = null;
  }
}

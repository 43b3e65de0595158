package io.sightline.call;

import io.sightline.fault.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.MappedSuperclass;
import java.time.Duration;
import java.time.Instant;

/** How far a call has come: from being made to its end, and how long was talked in it. */
@MappedSuperclass
abstract class CallProgress extends CallParties {
  @Enumerated(EnumType.STRING)
  @Column(name = "state")
  private CallState state;

  @Column(name = "active_at")
  private Instant activeAt;

  @Column(name = "ended_at")
  private Instant endedAt;

  @Column(name = "ended_by")
  private String endedBy;

  @Column(name = "end_reason")
  private String endReason;

  @Column(name = "talk_millis")
  private long talkMillis;

  @Column(name = "talk_since")
  private Instant talkSince;

  @Column(name = "empty_since")
  private Instant emptySince;

  protected CallProgress() {
    // for JPA
  }

  CallProgress(String tenantId, Call.Owner owner, String language, String customData, Instant now) {
    super(tenantId, owner, language, customData, now);
    this.state = CallState.CREATED;
    this.emptySince = now;
  }

  /** Somebody is connected. */
  void somebodyCame() {
    emptySince = null;
    if (state == CallState.CREATED) {
      state = CallState.WAITING;
    }
  }

  /** Counts how long the customer is there before anybody of the staff has come. */
  abstract void settleWait(Instant now);

  /** Counts talk while two are joined; remembers since when nobody is. */
  void settleTalk(Instant now) {
    settleWait(now);
    if (talkSince != null && talking() < 2) {
      talkMillis += Math.max(0, Duration.between(talkSince, now).toMillis());
      talkSince = null;
    }
    if (emptySince == null && openSessions().isEmpty()) {
      emptySince = now;
    }
  }

  /** Media flows between two: the call is active, and talk is counted. */
  void talks(Instant now) {
    if (state == CallState.WAITING) {
      state = CallState.ACTIVE;
      activeAt = now;
    }
    if (talkSince == null) {
      talkSince = now;
    }
  }

  /** The call is over for good. */
  void finished(String by, String reason, Instant now) {
    state = CallState.ENDED;
    endedAt = now;
    endedBy = by;
    endReason = reason;
  }

  boolean over() {
    return state == CallState.ENDED;
  }

  void requireOpen() {
    if (state == CallState.ENDED) {
      throw Refusal.of(Refusal.Kind.GONE, "call.ended", "This call is over.");
    }
  }

  /** Whether it may not be refused any more for its link's age: media flows or is on its way. */
  public boolean started() {
    return activeAt != null || talking() >= 2;
  }

  public CallState state() {
    return state;
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

  /** Since when nobody has been connected; null while somebody is. */
  public Instant emptySince() {
    return emptySince;
  }

  /** Talk so far: the time in which two were joined, counted from the first media. */
  public Duration talkTime(Instant now) {
    Duration finished = Duration.ofMillis(talkMillis);
    return talkSince == null ? finished : finished.plus(Duration.between(talkSince, now));
  }
}

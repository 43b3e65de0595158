package io.sightline.composition;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One job of a recording; there is one of each kind. Changed by {@link CompositionLedger} only. */
@Entity
@Table(name = "composition_job")
@Access(AccessType.FIELD)
public class CompositionJob {
  /** A stream copy of each participant's capture, playable at once. */
  public static final String REMUX = "remux";

  /** Everybody in one picture and one sound. */
  public static final String MIX = "mix";

  static final String WAITING = "waiting";
  static final String RUNNING = "running";
  static final String DONE = "done";

  /** Given up; a person may ask for another round. */
  static final String DEAD = "dead";

  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "recording_id")
  private UUID recordingId;

  private String kind;
  private String state;
  private int attempts;

  @Column(name = "next_attempt_at")
  private Instant nextAttemptAt;

  private String owner;

  @Column(name = "lease_until")
  private Instant leaseUntil;

  private double progress;
  private String reason;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "finished_at")
  private Instant finishedAt;

  protected CompositionJob() {}

  CompositionJob(UUID recordingId, String tenantId, String kind, Instant now) {
    this.id = UUID.randomUUID();
    this.recordingId = recordingId;
    this.tenantId = tenantId;
    this.kind = kind;
    this.state = WAITING;
    this.nextAttemptAt = now;
    this.createdAt = now;
  }

  UUID id() {
    return id;
  }

  UUID recordingId() {
    return recordingId;
  }

  String kind() {
    return kind;
  }

  String state() {
    return state;
  }

  int attempts() {
    return attempts;
  }

  Instant nextAttemptAt() {
    return nextAttemptAt;
  }

  String owner() {
    return owner;
  }

  double progress() {
    return progress;
  }

  String reason() {
    return reason;
  }

  Instant createdAt() {
    return createdAt;
  }
}

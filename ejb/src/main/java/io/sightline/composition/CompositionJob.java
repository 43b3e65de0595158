package io.sightline.composition;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/**
 * One job of a recording: one copy, at most one standard mix, and one for each different order.
 * Changed by {@link CompositionLedger} and {@link RenditionOrders} only.
 */
@Entity
@Table(name = "composition_job")
@Access(AccessType.FIELD)
public class CompositionJob {
  /** A stream copy of each participant's capture, playable at once. */
  public static final String REMUX = "remux";

  /** Everybody in one picture and one sound. */
  public static final String MIX = "mix";

  /** One file that somebody has ordered. */
  public static final String ORDER = "order";

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
  private String parameters;

  @Column(name = "parameters_hash")
  private String parametersHash;

  @Column(name = "remaining_ms")
  private Long remainingMs;

  @Column(name = "requested_by")
  private String requestedBy;

  private String reason;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "finished_at")
  private Instant finishedAt;

  protected CompositionJob() {}

  /** What is made of every recording; {@code mix} is null for a copy. */
  CompositionJob(UUID recordingId, String tenantId, String kind, MixParameters mix, Instant now) {
    this.id = UUID.randomUUID();
    this.recordingId = recordingId;
    this.tenantId = tenantId;
    this.kind = kind;
    this.state = WAITING;
    this.nextAttemptAt = now;
    this.createdAt = now;
    this.parameters = mix == null ? null : mix.json();
    this.parametersHash = "";
  }

  /** What somebody has ordered. */
  static CompositionJob ordered(
      UUID recordingId, String tenantId, MixParameters mix, String by, Instant now) {
    CompositionJob job = new CompositionJob(recordingId, tenantId, ORDER, mix, now);
    job.parametersHash = mix.hash();
    job.requestedBy = by;
    return job;
  }

  /** Begins anew with all its time. */
  void restart(Instant now) {
    state = WAITING;
    attempts = 0;
    progress = 0;
    remainingMs = null;
    reason = null;
    owner = null;
    nextAttemptAt = now;
    createdAt = now;
  }

  /** Nobody works on it any more; whoever did has lost the lease. */
  void cancel(String why) {
    state = DEAD;
    owner = null;
    leaseUntil = null;
    remainingMs = null;
    reason = why;
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

  /** Null for a copy. */
  MixParameters mix() {
    return parameters == null ? null : MixParameters.parse(parameters);
  }

  /** Null while nobody can tell. */
  Long remainingMs() {
    return remainingMs;
  }

  String requestedBy() {
    return requestedBy;
  }

  String tenantId() {
    return tenantId;
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

package io.sightline.composition;

import io.sightline.fault.Refusal;
import io.sightline.recording.Recording;
import io.sightline.recording.RecordingLedger;
import io.sightline.recording.RenditionOptions;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The work on a tenant's recordings, for the person who looks after it. */
@Stateless
public class Jobs {
  /** Why a job stands still that a person has ended. */
  public static final String CANCELLED = "cancelled";

  @PersistenceContext(unitName = "sightline")
  private EntityManager entities;

  @Inject private Clock clock;
  @Inject private CompositionLedger ledger;
  @Inject private RecordingLedger recordings;
  @Inject private Event<JobQueued> due;

  /** For the container. */
  public Jobs() {}

  Jobs(
      EntityManager entities,
      Clock clock,
      CompositionLedger ledger,
      RecordingLedger recordings,
      Event<JobQueued> due) {
    this.entities = entities;
    this.clock = clock;
    this.ledger = ledger;
    this.recordings = recordings;
    this.due = due;
  }

  /** Where a job stands, as people ask for it. */
  public enum Standing {
    /** Due, and no attempt has failed yet. */
    WAITING("j.state = 'waiting' and j.reason is null"),
    RUNNING("j.state = 'running'"),
    /** The last attempt has failed; another follows by itself. */
    RETRYING("j.state = 'waiting' and j.reason is not null"),
    /** Given up or cancelled; only a person starts it anew. */
    DEAD("j.state = 'dead'");

    private final String condition;

    Standing(String condition) {
      this.condition = condition;
    }

    private static Standing of(CompositionJob job) {
      return switch (job.state()) {
        case CompositionJob.RUNNING -> RUNNING;
        case CompositionJob.DEAD -> DEAD;
        default -> job.reason() == null ? WAITING : RETRYING;
      };
    }
  }

  /**
   * A job that is not done.
   *
   * @param kind remux, mix or order
   * @param formats of the files it makes; none for a copy of everybody
   * @param reason of the last failed attempt, or {@link #CANCELLED}; null without any
   * @param nextAttemptAt when it is due, of one that waits
   * @param remainingSeconds null while nobody can tell
   */
  public record View(
      UUID id,
      UUID recordingId,
      UUID callId,
      String kind,
      List<String> formats,
      Standing standing,
      String reason,
      int attempts,
      double progress,
      Long remainingSeconds,
      Instant createdAt,
      Instant nextAttemptAt) {
    public View {
      formats = List.copyOf(formats);
    }
  }

  /** Jobs of a tenant in that standing, the oldest first. */
  public List<View> of(String tenantId, Standing standing, int offset, int limit) {
    return entities
        .createQuery(
            "select j, r.callId from CompositionJob j, Recording r where r.id = j.recordingId"
                + " and j.tenantId = :tenant and "
                + standing.condition
                + " order by j.createdAt, j.id",
            Object[].class)
        .setParameter("tenant", tenantId)
        .setFirstResult(offset)
        .setMaxResults(limit)
        .getResultStream()
        .map(row -> view((CompositionJob) row[0], (UUID) row[1]))
        .toList();
  }

  /** How many a tenant has in that standing. */
  public long count(String tenantId, Standing standing) {
    TypedQuery<Long> query =
        entities.createQuery(
            "select count(j) from CompositionJob j where j.tenantId = :tenant and "
                + standing.condition,
            Long.class);
    return query.setParameter("tenant", tenantId).getSingleResult();
  }

  /**
   * Starts a job that was given up or cancelled anew, with all its time; one that waits for its
   * next attempt becomes due at once.
   *
   * @throws Refusal of kind UNKNOWN, or CONFLICT when it runs or is done
   */
  public View retry(String tenantId, UUID jobId) {
    CompositionJob job = lock(tenantId, jobId);
    if (!job.state().equals(CompositionJob.DEAD) && !job.state().equals(CompositionJob.WAITING)) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "job.not.waiting", "The job is being worked on, or done.");
    }
    boolean dead = job.state().equals(CompositionJob.DEAD);
    job.restart(clock.instant());
    entities.flush();
    if (dead && ledger.deciding(job)) {
      recordings.retry(job.recordingId());
    }
    due.fire(new JobQueued(job.recordingId()));
    return view(job, recording(job).callId());
  }

  /**
   * Ends a job: work on it is stopped within seconds, and it stands still until somebody retries
   * it. A recording that depends on it has failed.
   *
   * @throws Refusal of kind UNKNOWN, or CONFLICT when it is done or stands still already
   */
  public View cancel(String tenantId, UUID jobId) {
    CompositionJob job = lock(tenantId, jobId);
    if (job.state().equals(CompositionJob.DEAD) || job.state().equals(CompositionJob.DONE)) {
      throw Refusal.of(Refusal.Kind.CONFLICT, "job.not.open", "The job has ended already.");
    }
    job.cancel(CANCELLED);
    entities.flush();
    if (ledger.deciding(job)) {
      recordings.failed(job.recordingId(), CANCELLED);
    }
    return view(job, recording(job).callId());
  }

  private CompositionJob lock(String tenantId, UUID jobId) {
    CompositionJob job = entities.find(CompositionJob.class, jobId, LockModeType.PESSIMISTIC_WRITE);
    if (job == null || !job.tenantId().equals(tenantId)) {
      throw Refusal.unknown("job");
    }
    return job;
  }

  private Recording recording(CompositionJob job) {
    return entities.find(Recording.class, job.recordingId());
  }

  private static View view(CompositionJob job, UUID callId) {
    Standing standing = Standing.of(job);
    boolean waits = standing == Standing.WAITING || standing == Standing.RETRYING;
    Long remaining = standing == Standing.RUNNING ? job.remainingMs() : null;
    return new View(
        job.id(),
        job.recordingId(),
        callId,
        job.kind(),
        job.mix() == null
            ? List.of()
            : job.mix().outputs().stream().map(RenditionOptions::format).toList(),
        standing,
        job.reason(),
        job.attempts(),
        job.progress(),
        remaining == null ? null : Long.valueOf((remaining + 999) / 1000),
        job.createdAt(),
        waits ? job.nextAttemptAt() : null);
  }
}

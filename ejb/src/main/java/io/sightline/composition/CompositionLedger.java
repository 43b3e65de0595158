package io.sightline.composition;

import io.sightline.call.RenditionProgress;
import io.sightline.recording.NewRendition;
import io.sightline.recording.Recording;
import io.sightline.recording.RecordingLedger;
import io.sightline.recording.RecordingQueued;
import io.sightline.recording.RecordingState;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The rows of jobs. Taking, renewing and ending a job are conditional updates: of two workers one
 * wins, and what a worker without its lease reports is refused.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class CompositionLedger {
  /** Longer than any pause between two progress lines of a mixer that is alive. */
  static final Duration LEASE = Duration.ofMinutes(2);

  static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** A job is tried for so long before it is given up. */
  static final Duration GIVE_UP = Duration.ofHours(24);

  static final String QUEUED = "queued";
  static final String MIXING = "mixing";
  static final String PLAYABLE = "playable";
  static final String FINISHED = "finished";
  static final String FAILED = "failed";

  private static final int MAX_REASON = 200;

  /**
   * What a job has learned of its recording's content.
   *
   * @param gaps how many stretches are missing
   * @param gapList a JSON array, or null
   * @param truth a JSON object
   */
  public record Findings(long durationMs, int gaps, String gapList, String truth) {}

  @PersistenceContext(unitName = "sightline")
  private EntityManager entities;

  @Inject private Clock clock;
  @Inject private RecordingLedger recordings;
  @Inject private StandardRenditions standard;
  @Inject private Event<RenditionProgress> told;
  @Inject private Event<JobQueued> due;
  @Inject private Event<JobGivenUp> givenUp;

  /** For the container. */
  public CompositionLedger() {}

  CompositionLedger(
      EntityManager entities,
      Clock clock,
      RecordingLedger recordings,
      StandardRenditions standard,
      Event<RenditionProgress> told,
      Event<JobQueued> due,
      Event<JobGivenUp> givenUp) {
    this.entities = entities;
    this.clock = clock;
    this.recordings = recordings;
    this.standard = standard;
    this.told = told;
    this.due = due;
    this.givenUp = givenUp;
  }

  /**
   * Makes the jobs of a recording, or restarts its dead ones, in the transaction that queued it.
   */
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void on(@Observes RecordingQueued queued) {
    UUID recording = queued.recordingId();
    restart(recording);
    if (count(recording, CompositionJob.REMUX) == 0) {
      persist(queued, CompositionJob.REMUX, null);
      standard.of(queued.tenantId()).ifPresent(mix -> persist(queued, CompositionJob.MIX, mix));
    }
  }

  private void persist(RecordingQueued queued, String kind, MixParameters mix) {
    entities.persist(
        new CompositionJob(queued.recordingId(), queued.tenantId(), kind, mix, clock.instant()));
  }

  /** Starts the dead jobs of a recording anew, with all their time; answers how many there were. */
  @TransactionAttribute(TransactionAttributeType.REQUIRED)
  public int retry(UUID recordingId) {
    int restarted = restart(recordingId);
    if (restarted > 0) {
      recordings.retry(recordingId);
      due.fire(new JobQueued(recordingId));
    }
    return restarted;
  }

  private int restart(UUID recordingId) {
    return entities
        .createQuery(
            "update CompositionJob j set j.state = 'waiting', j.attempts = 0, j.progress = 0,"
                + " j.nextAttemptAt = :now, j.createdAt = :now, j.owner = null, j.reason = null"
                + " where j.recordingId = :recording and j.state = 'dead'")
        .setParameter("now", clock.instant())
        .setParameter("recording", recordingId)
        .executeUpdate();
  }

  /** Has a job that is done make its files anew; false when it is not done. */
  public boolean again(UUID jobId) {
    return entities
            .createQuery(
                "update CompositionJob j set j.state = 'waiting', j.attempts = 0, j.progress = 0,"
                    + " j.nextAttemptAt = :now, j.createdAt = :now, j.owner = null"
                    + " where j.id = :id and j.state = 'done'")
            .setParameter("now", clock.instant())
            .setParameter("id", jobId)
            .executeUpdate()
        == 1;
  }

  /**
   * A job as the comparison of files and rows needs it.
   *
   * @param done whether nobody works on it and its files are registered
   */
  public record Made(UUID id, String kind, boolean done) {}

  /** The jobs of a recording. */
  public List<Made> made(UUID recordingId) {
    return entities
        .createQuery(
            "select j from CompositionJob j where j.recordingId = :recording", CompositionJob.class)
        .setParameter("recording", recordingId)
        .getResultStream()
        .map(job -> new Made(job.id(), job.kind(), job.state().equals(CompositionJob.DONE)))
        .toList();
  }

  private long count(UUID recordingId, String kind) {
    return entities
        .createQuery(
            "select count(j) from CompositionJob j where j.recordingId = :recording"
                + " and j.kind = :kind",
            Long.class)
        .setParameter("recording", recordingId)
        .setParameter("kind", kind)
        .getSingleResult();
  }

  /**
   * Takes the job of one of these kinds that is due for the longest time.
   *
   * @param node who asks; the lease's owner begins with it
   */
  public Optional<Lease> take(String node, String... kinds) {
    Instant now = clock.instant();
    for (CompositionJob job : due(now, List.of(kinds))) {
      String owner = node + "/" + UUID.randomUUID();
      int won =
          entities
              .createQuery(
                  "update CompositionJob j set j.state = 'running', j.owner = :owner,"
                      + " j.leaseUntil = :until, j.attempts = j.attempts + 1, j.progress = 0,"
                      + " j.remainingMs = null"
                      + " where j.id = :id and j.attempts = :attempts and (j.state = 'waiting'"
                      + " or (j.state = 'running' and j.leaseUntil < :now))")
              .setParameter("owner", owner)
              .setParameter("until", now.plus(LEASE))
              .setParameter("id", job.id())
              .setParameter("attempts", job.attempts())
              .setParameter("now", now)
              .executeUpdate();
      if (won == 1) {
        Lease lease = lease(job, owner);
        if (lease.deciding()) {
          recordings.composing(job.recordingId(), RecordingState.MIXING);
        }
        tell(lease, 0, MixerProgress.UNKNOWN, MIXING);
        return Optional.of(lease);
      }
    }
    return Optional.empty();
  }

  private Lease lease(CompositionJob job, String owner) {
    Recording recording = entities.find(Recording.class, job.recordingId());
    return new Lease(
        job.id(),
        job.recordingId(),
        job.tenantId(),
        recording.callId(),
        job.kind(),
        deciding(job),
        job.mix(),
        job.attempts() + 1,
        owner,
        job.createdAt());
  }

  /** Whether the recording's state follows from how this job ends. */
  @TransactionAttribute(TransactionAttributeType.REQUIRED)
  public boolean deciding(CompositionJob job) {
    return job.kind().equals(CompositionJob.MIX)
        || (job.kind().equals(CompositionJob.REMUX)
            && count(job.recordingId(), CompositionJob.MIX) == 0);
  }

  private void tell(Lease lease, double progress, long remainingMs, String state) {
    if (lease.mix() != null) {
      long seconds = remainingMs < 0 ? MixerProgress.UNKNOWN : (remainingMs + 999) / 1000;
      told.fire(
          new RenditionProgress(
              lease.tenantId(),
              lease.callId(),
              lease.recordingId(),
              lease.renditionId().orElse(null),
              progress,
              seconds,
              state));
    }
  }

  private List<CompositionJob> due(Instant now, List<String> kinds) {
    return entities
        .createQuery(
            "select j from CompositionJob j where j.kind in :kinds"
                + " and ((j.state = 'waiting' and j.nextAttemptAt <= :now)"
                + " or (j.state = 'running' and j.leaseUntil < :now))"
                + " order by j.nextAttemptAt, j.id",
            CompositionJob.class)
        .setParameter("kinds", kinds)
        .setParameter("now", now)
        .setMaxResults(10)
        .getResultList();
  }

  /**
   * Renews the lease; false when it is lost, and then the work must end.
   *
   * @param remainingMs or {@link MixerProgress#UNKNOWN}
   */
  public boolean progress(Lease lease, double progress, long remainingMs) {
    double share = Math.max(0, Math.min(1, progress));
    boolean held =
        held(
                    lease,
                    "update CompositionJob j set j.leaseUntil = :until, j.progress = :progress,"
                        + " j.remainingMs = :remaining")
                .setParameter("until", clock.instant().plus(LEASE))
                .setParameter("progress", share)
                .setParameter("remaining", remainingMs < 0 ? null : remainingMs)
                .executeUpdate()
            == 1;
    if (held) {
      tell(lease, share, remainingMs, MIXING);
    }
    return held;
  }

  private Query held(Lease lease, String update) {
    return entities
        .createQuery(update + " where j.id = :id and j.owner = :owner and j.state = 'running'")
        .setParameter("id", lease.jobId())
        .setParameter("owner", lease.owner());
  }

  /**
   * Registers files that can be played while they are being read back; false when the lease is
   * lost.
   */
  public boolean publish(Lease lease, List<NewRendition> made) {
    boolean held = progress(lease, 0, MixerProgress.UNKNOWN);
    if (held) {
      recordings.publish(lease.recordingId(), lease.jobId(), made);
    }
    return held;
  }

  /** Withdraws what was published and is to be made again. */
  public void withdraw(Lease lease) {
    if (progress(lease, 0, MixerProgress.UNKNOWN)) {
      recordings.withdraw(lease.recordingId(), lease.jobId());
    }
  }

  /** The mixer has ended well and its files are checked now. */
  public void verifying(Lease lease) {
    if (progress(lease, 1, MixerProgress.UNKNOWN) && lease.deciding()) {
      recordings.composing(lease.recordingId(), RecordingState.VERIFYING);
    }
  }

  /**
   * Ends a job well and registers its files; false when the lease is lost and nothing was done.
   *
   * @param made verified files in their final place
   * @param found what was learned of the recording's content
   */
  public boolean done(Lease lease, List<NewRendition> made, Findings found) {
    int won =
        held(
                lease,
                "update CompositionJob j set j.state = 'done', j.progress = 1, j.owner = null,"
                    + " j.leaseUntil = null, j.reason = null, j.finishedAt = :now")
            .setParameter("now", clock.instant())
            .executeUpdate();
    if (won == 0) {
      return false;
    }
    recordings.register(lease.recordingId(), lease.jobId(), made);
    if (lease.deciding()) {
      recordings.composed(
          lease.recordingId(), found.durationMs(), found.gaps(), found.gapList(), found.truth());
    }
    tell(lease, 1, 0, FINISHED);
    return true;
  }

  /**
   * An attempt has failed: tried again later, or given up.
   *
   * @param retry false when trying again cannot help
   */
  public void failed(Lease lease, String reason, boolean retry) {
    Instant now = clock.instant();
    boolean again = retry && now.isBefore(lease.jobCreatedAt().plus(GIVE_UP));
    int won =
        held(
                lease,
                "update CompositionJob j set j.state = :state, j.nextAttemptAt = :next,"
                    + " j.owner = null, j.leaseUntil = null, j.reason = :reason")
            .setParameter("state", again ? CompositionJob.WAITING : CompositionJob.DEAD)
            .setParameter("next", now.plus(pause(lease.attempt())))
            .setParameter("reason", reason.substring(0, Math.min(reason.length(), MAX_REASON)))
            .executeUpdate();
    if (won == 1) {
      recordings.withdraw(lease.recordingId(), lease.jobId());
      tell(lease, 0, MixerProgress.UNKNOWN, again ? QUEUED : FAILED);
    }
    if (won == 1 && !again) {
      givenUp.fire(
          new JobGivenUp(
              lease.jobId(),
              lease.recordingId(),
              lease.tenantId(),
              lease.kind(),
              reason,
              lease.attempt()));
    }
    if (won == 1 && lease.deciding()) {
      if (again) {
        recordings.composing(lease.recordingId(), RecordingState.QUEUED);
      } else {
        recordings.failed(lease.recordingId(), reason);
      }
    }
  }

  /** Doubles with every attempt. */
  static Duration pause(int attempt) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.max(0, Math.min(20, attempt - 1)));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** Gives back what this node was doing when it stopped; its workers cannot be running now. */
  public int releaseOwn(String node) {
    return entities
        .createQuery(
            "update CompositionJob j set j.leaseUntil = :past"
                + " where j.state = 'running' and j.owner like :owner")
        .setParameter("past", clock.instant().minusSeconds(1))
        .setParameter("owner", node.replace("%", "").replace("_", "") + "/%")
        .executeUpdate();
  }

  /** How many jobs are in each state that occurs. */
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public Map<String, Long> countByState() {
    Map<String, Long> counts = new TreeMap<>();
    entities
        .createQuery(
            "select j.state, count(j) from CompositionJob j group by j.state", Object[].class)
        .getResultList()
        .forEach(row -> counts.put((String) row[0], (Long) row[1]));
    return counts;
  }
}

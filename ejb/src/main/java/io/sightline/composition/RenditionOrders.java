package io.sightline.composition;

import io.sightline.fault.Refusal;
import io.sightline.recording.CopyNotes;
import io.sightline.recording.Recording;
import io.sightline.recording.RecordingState;
import io.sightline.recording.RecordingStore;
import io.sightline.recording.Rendition;
import io.sightline.recording.RenditionOptions;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Files that somebody wants of a recording beyond those that are made of each. An order is a job
 * and bears the id of the file that comes of it. Who may order is decided before.
 */
@Stateless
public class RenditionOrders {
  /** So many orders a recording may have, made and not made. */
  public static final int MOST_OF_A_RECORDING = 20;

  /** So many orders of a tenant may wait. */
  public static final int MOST_WAITING = 100;

  @PersistenceContext(unitName = "sightline")
  private EntityManager entities;

  @Inject private RecordingStore store;
  @Inject private Clock clock;
  @Inject private Event<JobQueued> queued;
  @Inject private Event<OrderRemoved> removed;

  /** Fired when an order is taken back, with the directories of its attempts. */
  public record OrderRemoved(UUID jobId, String directory) {}

  /** For the container. */
  public RenditionOrders() {}

  RenditionOrders(
      EntityManager entities,
      RecordingStore store,
      Clock clock,
      Event<JobQueued> queued,
      Event<OrderRemoved> removed) {
    this.entities = entities;
    this.store = store;
    this.clock = clock;
    this.queued = queued;
    this.removed = removed;
  }

  /**
   * Orders a file. What has been ordered or made already with the same options is answered as it
   * is; what was given up is tried again.
   *
   * @param by the user's id
   * @throws Refusal of kind CONFLICT while the recording is not finished or when its track logs are
   *     gone, TOO_MANY at a limit
   */
  public RenditionView order(UUID recordingId, RenditionOptions options, String by) {
    Recording recording =
        entities.find(Recording.class, recordingId, LockModeType.PESSIMISTIC_WRITE);
    if (recording == null) {
      throw Refusal.unknown("recording");
    }
    Optional<RenditionView> present = standard(recordingId, options);
    if (present.isPresent()) {
      return present.get();
    }
    MixParameters mix = MixParameters.of(options);
    CompositionJob job = find(recordingId, mix.hash()).orElse(null);
    if (job == null) {
      requireOrderable(recording);
      requireRoom(recording);
      job = CompositionJob.ordered(recordingId, recording.tenantId(), mix, by, clock.instant());
      entities.persist(job);
      entities.flush();
      queued.fire(new JobQueued(recordingId));
    } else if (job.state().equals(CompositionJob.DEAD)) {
      job.restart(clock.instant());
      entities.flush();
      queued.fire(new JobQueued(recordingId));
    }
    return view(job, file(job.id()).orElse(null));
  }

  /** What is made without orders and is there. */
  private Optional<RenditionView> standard(UUID recordingId, RenditionOptions options) {
    return files(recordingId).stream()
        .filter(file -> file.options().filter(options::equals).isPresent())
        .map(file -> made(file, null))
        .findFirst();
  }

  private void requireOrderable(Recording recording) {
    boolean ready =
        recording.state() == RecordingState.FINISHED || recording.state() == RecordingState.PARTIAL;
    if (!ready) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT,
          "recording.not.finished",
          "Files can be ordered once the recording is finished.");
    }
    try {
      if (!store.trackLogs(recording.directory()).isEmpty()) {
        return;
      }
    } catch (IOException e) {
      throw Refusal.of(
          Refusal.Kind.UNAVAILABLE, "recording.store", "The store cannot be read just now.");
    }
    throw Refusal.of(
        Refusal.Kind.CONFLICT,
        "recording.raw.gone",
        "What was captured is no longer there; no further files can be made of it.");
  }

  private void requireRoom(Recording recording) {
    long own =
        count(
            "select count(j) from CompositionJob j where j.kind = 'order' and j.recordingId = :of",
            recording.id());
    if (own >= MOST_OF_A_RECORDING) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT,
          "rendition.limit",
          "This recording has as many ordered files as it may have; remove one first.");
    }
    long waiting =
        count(
            "select count(j) from CompositionJob j where j.kind = 'order' and j.tenantId = :of"
                + " and j.state in ('waiting', 'running')",
            recording.tenantId());
    if (waiting >= MOST_WAITING) {
      throw Refusal.of(
          Refusal.Kind.TOO_MANY, "rendition.queue.full", "Too many files are being made.");
    }
  }

  private long count(String query, Object of) {
    return entities.createQuery(query, Long.class).setParameter("of", of).getSingleResult();
  }

  private Optional<CompositionJob> find(UUID recordingId, String hash) {
    return entities
        .createQuery(
            "select j from CompositionJob j where j.recordingId = :recording"
                + " and j.kind = 'order' and j.parametersHash = :hash",
            CompositionJob.class)
        .setParameter("recording", recordingId)
        .setParameter("hash", hash)
        .getResultStream()
        .findFirst();
  }

  /** All files of a recording, made and to be made, the oldest first. */
  public List<RenditionView> list(UUID recordingId) {
    List<Rendition> files = files(recordingId);
    List<RenditionView> views = new ArrayList<>();
    for (CompositionJob job : jobs(recordingId)) {
      List<Rendition> own = files.stream().filter(f -> job.id().equals(f.jobId())).toList();
      own.forEach(file -> views.add(made(file, job)));
      if (own.isEmpty() && job.mix() != null) {
        job.mix().outputs().forEach(output -> views.add(awaited(job, output)));
      }
    }
    views.sort(Comparator.comparing(RenditionView::createdAt));
    return views;
  }

  /** One of them. */
  public Optional<RenditionView> find(UUID recordingId, UUID renditionId) {
    return list(recordingId).stream().filter(view -> view.id().equals(renditionId)).findFirst();
  }

  /**
   * Takes an order back, ends the work on it and removes its file.
   *
   * @throws Refusal of kind UNKNOWN, or CONFLICT for what was made without an order
   */
  public void remove(UUID recordingId, UUID renditionId) {
    Recording recording =
        entities.find(Recording.class, recordingId, LockModeType.PESSIMISTIC_WRITE);
    RenditionView view =
        find(recordingId, renditionId).orElseThrow(() -> Refusal.unknown("rendition"));
    CompositionJob job = entities.find(CompositionJob.class, view.id());
    if (job == null || !job.kind().equals(CompositionJob.ORDER)) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT,
          "rendition.not.ordered",
          "Only files that were ordered can be removed; the others belong to the recording.");
    }
    file(job.id()).ifPresent(entities::remove);
    entities.remove(job);
    removed.fire(new OrderRemoved(job.id(), recording.directory()));
  }

  private List<CompositionJob> jobs(UUID recordingId) {
    return entities
        .createQuery(
            "select j from CompositionJob j where j.recordingId = :recording order by j.createdAt",
            CompositionJob.class)
        .setParameter("recording", recordingId)
        .getResultList();
  }

  private List<Rendition> files(UUID recordingId) {
    return entities
        .createQuery(
            "select r from Rendition r where r.recordingId = :recording order by r.createdAt",
            Rendition.class)
        .setParameter("recording", recordingId)
        .getResultList();
  }

  private Optional<Rendition> file(UUID renditionId) {
    return Optional.ofNullable(entities.find(Rendition.class, renditionId));
  }

  private static RenditionView view(CompositionJob job, Rendition file) {
    return file == null ? awaited(job, job.mix().outputs().get(0)) : made(file, job);
  }

  private static RenditionView awaited(CompositionJob job, RenditionOptions output) {
    boolean ordered = job.kind().equals(CompositionJob.ORDER);
    String state =
        switch (job.state()) {
          case CompositionJob.RUNNING -> CompositionLedger.MIXING;
          case CompositionJob.DEAD -> CompositionLedger.FAILED;
          default -> CompositionLedger.QUEUED;
        };
    Long remaining = job.remainingMs();
    return new RenditionView(
        ordered ? job.id() : CompositionWork.id(job.id(), output.format(), null),
        job.recordingId(),
        RenditionOptions.isPicture(output.format()) ? Rendition.PICTURE : Rendition.MIXED,
        null,
        null,
        output.format(),
        output,
        state,
        job.progress(),
        remaining == null ? null : Long.valueOf((remaining + 999) / 1000),
        job.reason(),
        job.attempts(),
        state.equals(CompositionLedger.QUEUED) ? job.nextAttemptAt() : null,
        job.requestedBy(),
        job.createdAt(),
        null,
        0,
        0,
        0,
        CopyNotes.NONE);
  }

  private static RenditionView made(Rendition file, CompositionJob job) {
    return new RenditionView(
        file.id(),
        file.recordingId(),
        file.kind(),
        file.participantId(),
        file.role(),
        file.format(),
        file.options().orElse(null),
        file.checked() ? CompositionLedger.FINISHED : CompositionLedger.PLAYABLE,
        1,
        0L,
        null,
        job == null ? 1 : job.attempts(),
        null,
        job == null ? null : job.requestedBy(),
        file.createdAt(),
        file.mime(),
        file.bytes(),
        file.durationMs(),
        file.offsetMs(),
        file.notes());
  }
}

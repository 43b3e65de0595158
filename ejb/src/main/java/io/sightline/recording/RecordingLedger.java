package io.sightline.recording;

import io.sightline.call.CallRecorder.RecordingChanged;
import io.sightline.identity.Role;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The rows of recordings and every change of their state. Each change locks its row, may be asked
 * for again and is then without effect.
 */
@Stateless
public class RecordingLedger {
  @PersistenceContext(unitName = "sightline")
  private EntityManager entities;

  @Inject private Clock clock;
  @Inject private Event<RecordingQueued> queued;
  @Inject private Event<RecordingChanged> changed;

  /** For the container. */
  public RecordingLedger() {}

  RecordingLedger(
      EntityManager entities,
      Clock clock,
      Event<RecordingQueued> queued,
      Event<RecordingChanged> changed) {
    this.entities = entities;
    this.clock = clock;
    this.queued = queued;
    this.changed = changed;
  }

  /** Writes the row of a recording that is about to start, in a transaction of its own. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public void begin(Recording recording) {
    entities.persist(recording);
    entities.flush();
  }

  /** Notes that a recording could not start, in a transaction of its own. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public void refused(UUID recordingId, String reason) {
    Recording recording = lock(recordingId);
    if (recording != null) {
      recording.fail(reason, clock.instant());
    }
  }

  /** Notes pause or resumption, in a transaction of its own; answers whether that was a change. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public boolean paused(UUID recordingId, boolean paused) {
    Recording recording = lock(recordingId);
    return recording != null
        && recording.state().isRunning()
        && recording.become(
            paused ? RecordingState.PAUSED : RecordingState.RECORDING, clock.instant());
  }

  /** Notes that a capture is told to end, in a transaction of its own. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public void stopRequested(UUID recordingId) {
    Recording recording = lock(recordingId);
    if (recording != null && recording.state().isRunning()) {
      recording.stopRequested(clock.instant());
    }
  }

  /** The first packet was taken. */
  public void mediaStarted(UUID recordingId, Instant at) {
    Recording recording = lock(recordingId);
    if (recording != null && recording.state().isRunning()) {
      recording.mediaStarted(at);
    }
  }

  /** A capture is sealed: queued for composition, or failed when it holds nothing. */
  public void sealed(CaptureEvent.Sealed seal) {
    Recording recording = lock(seal.recordingId());
    if (recording == null || !isCaptured(recording.state())) {
      return;
    }
    if (seal.packets() == 0) {
      recording.fail("no-media", clock.instant());
    } else {
      recording.captured(
          Instant.ofEpochMilli(seal.firstEpochMillis()),
          Instant.ofEpochMilli(seal.lastEpochMillis()),
          seal.gaps(),
          seal.manifestSha256());
      queue(recording);
    }
    tell(recording);
  }

  private static boolean isCaptured(RecordingState state) {
    return state.isRunning() || state == RecordingState.RECOVERING;
  }

  /** The capture ended without a seal; what it left has to be looked at. */
  public void lost(UUID recordingId, String reason) {
    Recording recording = lock(recordingId);
    if (recording != null && recording.become(RecordingState.RECOVERING, clock.instant())) {
      recording.explain(reason);
      tell(recording);
    }
  }

  /**
   * A lost capture was looked at: composed from what it left, or failed.
   *
   * @param last when media was written last, or null when there is none
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public void recovered(UUID recordingId, Instant last) {
    Recording recording = lock(recordingId);
    if (recording == null || recording.state() != RecordingState.RECOVERING) {
      return;
    }
    if (last == null) {
      recording.fail("no-media", clock.instant());
    } else {
      Instant first =
          recording.startedAt() == null ? recording.requestedAt() : recording.startedAt();
      recording.captured(first, last.isBefore(first) ? first : last, 1, null);
      queue(recording);
    }
    tell(recording);
  }

  /** A lost capture was sealed from what it left, or holds nothing. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public void recovered(CaptureEvent.Sealed seal) {
    sealed(seal);
  }

  private void queue(Recording recording) {
    recording.become(RecordingState.QUEUED, clock.instant());
    queued.fire(new RecordingQueued(recording.id(), recording.tenantId()));
  }

  /** Puts a failed recording into the queue again, without the reason it failed for. */
  public void retry(UUID recordingId) {
    Recording recording = lock(recordingId);
    if (recording != null && recording.state() == RecordingState.FAILED) {
      recording.explain(null);
      queue(recording);
      tell(recording);
    }
  }

  /** Composition moves on, within its own states. */
  public void composing(UUID recordingId, RecordingState state) {
    Recording recording = lock(recordingId);
    if (recording != null && recording.become(state, clock.instant())) {
      tell(recording);
    }
  }

  /** Registers the files of a job; they replace what it made before. */
  public void register(UUID recordingId, UUID jobId, List<NewRendition> made) {
    Recording recording = lock(recordingId);
    if (recording == null) {
      return;
    }
    List<NewRendition> fresh = new ArrayList<>(made);
    for (Rendition before : renditions(jobId)) {
      Optional<NewRendition> same = fresh.stream().filter(before::awaits).findFirst();
      same.ifPresent(before::check);
      same.ifPresentOrElse(fresh::remove, () -> entities.remove(before));
    }
    entities.flush();
    for (NewRendition one : fresh) {
      entities.persist(new Rendition(recording, withRole(one), clock.instant()));
    }
  }

  /** Registers files that can be played and have not been read back; tells of the recording. */
  public void publish(UUID recordingId, UUID jobId, List<NewRendition> made) {
    register(recordingId, jobId, made);
    Recording recording = find(recordingId);
    if (recording != null) {
      tell(recording);
    }
  }

  /** Withdraws what a job has published and what did not read back. */
  public void withdraw(UUID recordingId, UUID jobId) {
    Recording recording = lock(recordingId);
    if (recording != null) {
      renditions(jobId).stream().filter(file -> !file.checked()).forEach(entities::remove);
    }
  }

  /** After a crash no manifest tells roles; the call still knows its participants. */
  private NewRendition withRole(NewRendition made) {
    if (made.participantId() == null || made.role() != null) {
      return made;
    }
    return entities
        .createQuery("select p.role from Participant p where p.id = :id", Role.class)
        .setParameter("id", made.participantId())
        .getResultStream()
        .findFirst()
        .map(role -> made.withRole(role.wireName()))
        .orElse(made);
  }

  private List<Rendition> renditions(UUID jobId) {
    return entities
        .createQuery("select r from Rendition r where r.jobId = :id", Rendition.class)
        .setParameter("id", jobId)
        .getResultList();
  }

  /**
   * All files are made and verified.
   *
   * @param gapList a JSON array, or null when there is none
   * @param truth what is known of its content, a JSON object
   */
  public void composed(UUID recordingId, long durationMs, int gaps, String gapList, String truth) {
    Recording recording = lock(recordingId);
    if (recording == null) {
      return;
    }
    RecordingTruth known = entities.find(RecordingTruth.class, recordingId);
    if (known == null) {
      entities.persist(new RecordingTruth(recording, truth, clock.instant()));
    } else {
      known.tell(truth, clock.instant());
    }
    if (recording.state().isFinal()) {
      return;
    }
    recording.composed(durationMs, gaps, gapList);
    recording.become(
        recording.gapCount() > 0 ? RecordingState.PARTIAL : RecordingState.FINISHED,
        clock.instant());
    tell(recording);
  }

  /** Composition has given up. */
  public void failed(UUID recordingId, String reason) {
    Recording recording = lock(recordingId);
    if (recording != null && !recording.state().isFinal()) {
      recording.fail(reason, clock.instant());
      tell(recording);
    }
  }

  /** The display names of a call's participants, by participant id. */
  public Map<String, String> names(UUID callId) {
    Map<String, String> names = new HashMap<>();
    entities
        .createQuery(
            "select p.id, p.displayName from Participant p where p.call.id = :call", Object[].class)
        .setParameter("call", callId)
        .getResultList()
        .forEach(
            row -> {
              if (row[1] != null) {
                names.put(row[0].toString(), (String) row[1]);
              }
            });
    return names;
  }

  /** The call's language, then its tenant's; either may be null or missing. */
  public List<String> languages(UUID callId, String tenantId) {
    List<String> languages =
        new ArrayList<>(
            entities
                .createQuery("select c.language from Call c where c.id = :id", String.class)
                .setParameter("id", callId)
                .getResultList());
    languages.addAll(
        entities
            .createQuery("select t.language from Tenant t where t.id = :id", String.class)
            .setParameter("id", tenantId)
            .getResultList());
    return languages;
  }

  /** The recording, read only. */
  public Recording find(UUID recordingId) {
    return entities.find(Recording.class, recordingId);
  }

  private Recording lock(UUID recordingId) {
    return entities.find(Recording.class, recordingId, LockModeType.PESSIMISTIC_WRITE);
  }

  private void tell(Recording recording) {
    changed.fire(
        new RecordingChanged(recording.callId(), recording.id(), recording.state().word()));
  }
}

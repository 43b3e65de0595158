package io.sightline.recording;

import io.sightline.call.CallRecorder.RunningRecording;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Reads recordings. What is read for others leaves as values. */
@Stateless
public class RecordingQueries {
  @PersistenceContext(unitName = "sightline")
  private EntityManager entities;

  /** For the container. */
  public RecordingQueries() {}

  RecordingQueries(EntityManager entities) {
    this.entities = entities;
  }

  /** The running recordings of a call, at most one of each type. */
  public List<RunningRecording> running(UUID callId) {
    List<Object[]> rows =
        entities
            .createQuery(
                "select r.id, r.state, r.type, r.requestedAt from Recording r"
                    + " where r.runningCallId = :call",
                Object[].class)
            .setParameter("call", callId)
            .getResultList();
    return rows.stream()
        .map(
            row ->
                new RunningRecording(
                    (UUID) row[0],
                    ((RecordingState) row[1]).word(),
                    (String) row[2],
                    (Instant) row[3]))
        .toList();
  }

  /** A tenant's recording with its files. */
  public Optional<RecordingView> view(String tenantId, UUID recordingId) {
    Recording recording = entities.find(Recording.class, recordingId);
    return Optional.ofNullable(recording)
        .filter(found -> found.tenantId().equals(tenantId))
        .map(found -> RecordingView.of(found, renditions(List.of(recordingId)), progress(found)));
  }

  /**
   * What is known of a recording's content, a JSON object; nothing before its composition ended.
   */
  public Optional<String> truth(UUID recordingId) {
    return Optional.ofNullable(entities.find(RecordingTruth.class, recordingId))
        .map(RecordingTruth::report);
  }

  /** A call's recordings, the oldest first. */
  public List<RecordingView> ofCall(String tenantId, UUID callId) {
    List<Recording> found =
        entities
            .createQuery(
                "select r from Recording r where r.tenantId = :tenant and r.callId = :call"
                    + " order by r.requestedAt",
                Recording.class)
            .setParameter("tenant", tenantId)
            .setParameter("call", callId)
            .getResultList();
    if (found.isEmpty()) {
      return List.of();
    }
    List<Rendition> files = renditions(found.stream().map(Recording::id).toList());
    return found.stream()
        .map(recording -> RecordingView.of(recording, files, progress(recording)))
        .toList();
  }

  private List<Rendition> renditions(List<UUID> recordings) {
    return entities
        .createQuery(
            "select r from Rendition r where r.recordingId in :ids order by r.createdAt, r.format",
            Rendition.class)
        .setParameter("ids", recordings)
        .getResultList();
  }

  private double progress(Recording recording) {
    if (recording.state().isFinal()) {
      return 1;
    }
    List<Double> progress =
        entities
            .createQuery(
                "select j.progress from CompositionJob j where j.recordingId = :id"
                    + " and j.kind = 'mix'",
                Double.class)
            .setParameter("id", recording.id())
            .getResultList();
    return progress.isEmpty() ? 0 : progress.get(0);
  }

  /** Asks the database something small; throws when it does not answer. */
  public void touch() {
    entities
        .createQuery("select 1 from Recording r", Integer.class)
        .setMaxResults(1)
        .getResultList();
  }

  /** How many recordings are in each state that occurs. */
  public Map<String, Long> countByState() {
    Map<String, Long> counts = new TreeMap<>();
    entities
        .createQuery("select r.state, count(r) from Recording r group by r.state", Object[].class)
        .getResultList()
        .forEach(row -> counts.put(((RecordingState) row[0]).word(), (Long) row[1]));
    return counts;
  }

  /** How many recordings have a row. */
  public long count() {
    return entities.createQuery("select count(r) from Recording r", Long.class).getSingleResult();
  }

  /** The equation of the ledger, read in one transaction. */
  public LedgerFigures ledger() {
    return LedgerFigures.of(count(), countByState());
  }

  /**
   * What the store should hold of recordings that this node captured, in the order of their ids.
   *
   * @param after the last one seen, or null for the first
   */
  public List<StoredRecording> stored(String node, UUID after, int most) {
    String next = after == null ? "" : " and r.id > :after";
    var query =
        entities
            .createQuery(
                "select r from Recording r where r.node = :node" + next + " order by r.id",
                Recording.class)
            .setParameter("node", node)
            .setMaxResults(most);
    if (after != null) {
      query.setParameter("after", after);
    }
    List<Recording> found = query.getResultList();
    List<Rendition> files =
        found.isEmpty() ? List.of() : renditions(found.stream().map(Recording::id).toList());
    return found.stream().map(recording -> StoredRecording.of(recording, files)).toList();
  }

  /** Those of the ids that are recordings', of any node. */
  public Set<UUID> known(Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    return Set.copyOf(
        entities
            .createQuery("select r.id from Recording r where r.id in :ids", UUID.class)
            .setParameter("ids", ids)
            .getResultList());
  }

  /** Captures that this node left behind when it went down. */
  public List<Recording> unsealed(String node, Instant before) {
    return entities
        .createQuery(
            "select r from Recording r where r.node = :node and r.requestedAt < :before"
                + " and r.state in :states",
            Recording.class)
        .setParameter("node", node)
        .setParameter("before", before)
        .setParameter(
            "states",
            List.of(RecordingState.RECORDING, RecordingState.PAUSED, RecordingState.RECOVERING))
        .getResultList();
  }

  /**
   * What this node captures for some time already, the oldest first.
   *
   * @param before when it was asked for
   */
  public List<Recording> capturing(String node, Instant before) {
    return entities
        .createQuery(
            "select r from Recording r where r.node = :node and r.requestedAt < :before"
                + " and r.state in :states order by r.requestedAt",
            Recording.class)
        .setParameter("node", node)
        .setParameter("before", before)
        .setParameter("states", List.of(RecordingState.RECORDING, RecordingState.PAUSED))
        .getResultList();
  }

  /** Captures told to end before that time, or lost, that have not been sealed. */
  public List<Recording> overdue(Instant before) {
    return entities
        .createQuery(
            "select r from Recording r where r.state = :recovering"
                + " or (r.state in :running and r.stopRequestedAt < :before)",
            Recording.class)
        .setParameter("recovering", RecordingState.RECOVERING)
        .setParameter("running", List.of(RecordingState.RECORDING, RecordingState.PAUSED))
        .setParameter("before", before)
        .getResultList();
  }
}

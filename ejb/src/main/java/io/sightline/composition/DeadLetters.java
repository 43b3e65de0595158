package io.sightline.composition;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Work on recordings that was given up and waits for a person. */
@Stateless
public class DeadLetters {
  @PersistenceContext(unitName = "sightline")
  private EntityManager entities;

  /** For the container. */
  public DeadLetters() {}

  DeadLetters(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * A job that was given up.
   *
   * @param kind remux, mix or order
   * @param reason of the last attempt
   */
  public record Letter(
      UUID id,
      UUID recordingId,
      UUID callId,
      String kind,
      String reason,
      int attempts,
      Instant since) {}

  /** Those of a tenant, the oldest first. */
  public List<Letter> of(String tenantId, int offset, int limit) {
    return entities
        .createQuery(
            "select j.id, j.recordingId, r.callId, j.kind, j.reason, j.attempts, j.createdAt"
                + " from CompositionJob j, Recording r where r.id = j.recordingId"
                + " and j.tenantId = :tenant and j.state = 'dead' order by j.createdAt, j.id",
            Object[].class)
        .setParameter("tenant", tenantId)
        .setFirstResult(offset)
        .setMaxResults(limit)
        .getResultStream()
        .map(
            row ->
                new Letter(
                    (UUID) row[0],
                    (UUID) row[1],
                    (UUID) row[2],
                    (String) row[3],
                    (String) row[4],
                    (Integer) row[5],
                    (Instant) row[6]))
        .toList();
  }

  /** How many a tenant has. */
  public long count(String tenantId) {
    return entities
        .createQuery(
            "select count(j) from CompositionJob j where j.tenantId = :tenant and j.state = 'dead'",
            Long.class)
        .setParameter("tenant", tenantId)
        .getSingleResult();
  }
}

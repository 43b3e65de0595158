package io.sightline.call;

import io.sightline.fault.Refusal;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The stored calls, always of one tenant, in the caller's transaction. What belongs to another
 * tenant is as unknown as what does not exist.
 */
@ApplicationScoped
public class Calls {
  /** A user is a party who has not handed the call over. */
  private static final String PARTY =
      "exists (select p from Participant p where p.call = c and p.userId = :agent"
          + " and p.released = false)";

  private EntityManager entities;

  /** A call by its id and its tenant's; what sweeps work through. */
  public record Key(UUID id, TenantId tenant) {
    public Key(UUID id, String tenant) {
      this(id, new TenantId(tenant));
    }
  }

  protected Calls() {
    // for the container's client proxy
  }

  @Inject
  public Calls(EntityManager entities) {
    this.entities = entities;
  }

  public void add(Call call) {
    entities.persist(call);
  }

  /** The call, locked in its row until the transaction ends. */
  public Call lock(TenantId tenant, UUID id) {
    return query(tenant, id)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .findFirst()
        .orElseThrow(() -> Refusal.unknown("call"));
  }

  /** The call, to be read only. */
  public Optional<Call> find(TenantId tenant, UUID id) {
    return query(tenant, id).getResultStream().findFirst();
  }

  private TypedQuery<Call> query(TenantId tenant, UUID id) {
    return entities
        .createQuery("select c from Call c where c.id = :id and c.tenantId = :tenant", Call.class)
        .setParameter("id", id)
        .setParameter("tenant", tenant.value());
  }

  /** The tenant of a call that the application itself has named, as events do. */
  public Optional<Key> key(UUID id) {
    return entities
        .createQuery("select c.tenantId from Call c where c.id = :id", String.class)
        .setParameter("id", id)
        .getResultStream()
        .findFirst()
        .map(tenant -> new Key(id, tenant));
  }

  /** The open calls in which an agent is a party, newest first. */
  public List<Call> openOf(TenantId tenant, UUID agentId, int offset, int limit) {
    return entities
        .createQuery(
            "select c from Call c where c.tenantId = :tenant and "
                + PARTY
                + " and c.state <> :ended order by c.createdAt desc, c.id",
            Call.class)
        .setParameter("tenant", tenant.value())
        .setParameter("agent", agentId)
        .setParameter("ended", CallState.ENDED)
        .setFirstResult(offset)
        .setMaxResults(limit)
        .getResultList();
  }

  public long countOpenOf(TenantId tenant, UUID agentId) {
    return entities
        .createQuery(
            "select count(c) from Call c where c.tenantId = :tenant and "
                + PARTY
                + " and c.state <> :ended",
            Long.class)
        .setParameter("tenant", tenant.value())
        .setParameter("agent", agentId)
        .setParameter("ended", CallState.ENDED)
        .getSingleResult();
  }

  /** Open calls in which somebody is being asked, all tenants' or one's, the longest first. */
  public List<Key> ringing(Optional<TenantId> tenant) {
    return entities
        .createQuery(
            "select c.id, c.tenantId from Call c where c.ring.state = :ringing"
                + " and (:all = true or c.tenantId = :tenant) order by c.ring.since, c.id",
            Object[].class)
        .setParameter("ringing", CallRing.State.RINGING)
        .setParameter("all", tenant.isEmpty())
        .setParameter("tenant", tenant.map(TenantId::value).orElse(""))
        .setMaxResults(500)
        .getResultStream()
        .map(row -> new Key((UUID) row[0], (String) row[1]))
        .toList();
  }

  /** How many calls ask for the members of a group, or are about to. */
  public long asking(TenantId tenant, UUID group) {
    return entities
        .createQuery(
            "select count(c) from Call c where c.tenantId = :tenant and c.ring.groupId = :group"
                + " and c.ring.state is not null and c.state <> :ended",
            Long.class)
        .setParameter("tenant", tenant.value())
        .setParameter("group", group)
        .setParameter("ended", CallState.ENDED)
        .getSingleResult();
  }

  /** Open calls of all tenants in which nobody has been since before {@code deadline}. */
  public List<Key> emptySince(Instant deadline, int limit) {
    return openSince("c.emptySince", deadline, limit);
  }

  /** Open calls of all tenants whose media path has been changing since before {@code deadline}. */
  public List<Key> mediaPending(Instant deadline, int limit) {
    return openSince("c.media.pendingSince", deadline, limit);
  }

  /** Open calls whose attribute, named by this class alone, is before {@code deadline}. */
  private List<Key> openSince(String attribute, Instant deadline, int limit) {
    return entities
        .createQuery(
            "select c.id, c.tenantId from Call c where c.state <> :ended and "
                + attribute
                + " < :deadline",
            Object[].class)
        .setParameter("ended", CallState.ENDED)
        .setParameter("deadline", deadline)
        .setMaxResults(limit)
        .getResultStream()
        .map(row -> new Key((UUID) row[0], (String) row[1]))
        .toList();
  }

  /** The calls in which a socket of this server has an open session. */
  public List<Key> ofSocket(String socketId) {
    return entities
        .createQuery(
            "select distinct c.id, c.tenantId from Session s join s.call c"
                + " where s.socketId = :socket and s.state <> :ended",
            Object[].class)
        .setParameter("socket", socketId)
        .setParameter("ended", Session.State.ENDED)
        .getResultStream()
        .map(row -> new Key((UUID) row[0], (String) row[1]))
        .toList();
  }

  /** Calls of all tenants with a session in one of these states. */
  public List<Key> withSessions(List<Session.State> states) {
    return entities
        .createQuery(
            "select distinct c.id, c.tenantId from Session s join s.call c"
                + " where s.state in :states",
            Object[].class)
        .setParameter("states", states)
        .getResultStream()
        .map(row -> new Key((UUID) row[0], (String) row[1]))
        .toList();
  }
}

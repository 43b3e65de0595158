package io.sightline.queue;

import io.sightline.audit.AuditLog;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A tenant's entry points. Their ids are public: web sites show them in their pages. */
@ApplicationScoped
public class EntryPoints {
  private static final int MOST = 100;

  private EntityManager entities;
  private Groups groups;
  private AuditLog audit;

  /** An entry point with the tenant it belongs to. */
  public record Found(TenantId tenant, Entry entry) {}

  protected EntryPoints() {
    // for the container's client proxy
  }

  @Inject
  public EntryPoints(EntityManager entities, Groups groups, AuditLog audit) {
    this.entities = entities;
    this.groups = groups;
    this.audit = audit;
  }

  /** The entry points of the caller's own tenant by their names. */
  @Transactional
  public List<Entry> all(Caller caller, TenantId tenant) {
    caller.require(Permission.VIEW_SETTINGS, tenant);
    return entities
        .createQuery(
            "select e from EntryPoint e where e.tenantId = :tenant order by e.name, e.id",
            EntryPoint.class)
        .setParameter("tenant", tenant.value())
        .getResultStream()
        .map(EntryPoint::value)
        .toList();
  }

  /** An entry point by its id, whichever tenant's it is. */
  @Transactional
  public Optional<Found> find(UUID id) {
    return Optional.ofNullable(entities.find(EntryPoint.class, id))
        .map(stored -> new Found(new TenantId(stored.tenantId()), stored.value()));
  }

  /**
   * An entry point that has to exist.
   *
   * @throws Refusal of kind UNKNOWN
   */
  @Transactional
  public Found require(UUID id) {
    return find(id).orElseThrow(() -> Refusal.unknown("entry point"));
  }

  /**
   * Makes an entry point, or changes the one with that id.
   *
   * @throws Refusal UNKNOWN for another tenant's or one whose group is not the tenant's, TOO_MANY
   *     after {@value #MOST}
   */
  @Transactional
  public Entry put(Caller caller, TenantId tenant, Entry entry) {
    caller.require(Permission.CHANGE_SETTINGS, tenant);
    groups.require(tenant, entry.group());
    EntryPoint known = entities.find(EntryPoint.class, entry.id());
    if (known == null) {
      if (all(caller, tenant).size() >= MOST) {
        throw Refusal.of(
            Refusal.Kind.TOO_MANY, "entry.limit", "A tenant has at most 100 entry points.");
      }
      entities.persist(new EntryPoint(tenant.value(), entry));
    } else {
      own(known, tenant).adopt(entry);
    }
    audit.record(caller, "entry.changed", entry.id().toString());
    return entry;
  }

  /** Makes an entry point of the demonstration unless it is there. */
  @Transactional
  public void ensure(TenantId tenant, Entry entry) {
    if (entities.find(EntryPoint.class, entry.id()) == null) {
      entities.persist(new EntryPoint(tenant.value(), entry));
    }
  }

  /** Removes an entry point; calls made by it go on. */
  @Transactional
  public void remove(Caller caller, TenantId tenant, UUID id) {
    caller.require(Permission.CHANGE_SETTINGS, tenant);
    EntryPoint known = entities.find(EntryPoint.class, id);
    if (known == null) {
      throw Refusal.unknown("entry point");
    }
    EntryPoint own = own(known, tenant);
    entities
        .createQuery("delete from EntryCall c where c.entryPointId = :id")
        .setParameter("id", id)
        .executeUpdate();
    entities.remove(own);
    audit.record(caller, "entry.removed", id.toString());
  }

  private static EntryPoint own(EntryPoint known, TenantId tenant) {
    if (!known.tenantId().equals(tenant.value())) {
      throw Refusal.unknown("entry point");
    }
    return known;
  }
}

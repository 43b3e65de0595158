package io.sightline.queue;

import io.sightline.audit.AuditLog;
import io.sightline.call.Calls;
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

/** A tenant's groups of agents. */
@ApplicationScoped
public class Groups {
  private static final int MOST = 100;

  private EntityManager entities;
  private Calls calls;
  private AuditLog audit;

  protected Groups() {
    // for the container's client proxy
  }

  @Inject
  public Groups(EntityManager entities, Calls calls, AuditLog audit) {
    this.entities = entities;
    this.calls = calls;
    this.audit = audit;
  }

  /** All groups of a tenant by their names, for the application's own use. */
  @Transactional
  public List<Group> all(TenantId tenant) {
    return entities
        .createQuery(
            "select g from AgentGroup g where g.tenantId = :tenant order by g.name",
            AgentGroup.class)
        .setParameter("tenant", tenant.value())
        .getResultStream()
        .map(AgentGroup::value)
        .toList();
  }

  /** The groups that a user belongs to. */
  @Transactional
  public List<Group> of(TenantId tenant, UUID user) {
    return all(tenant).stream().filter(group -> group.has(user)).toList();
  }

  /** The groups of the caller's own tenant; any other is unknown. */
  @Transactional
  public List<Group> all(Caller caller, TenantId tenant) {
    caller.require(Permission.VIEW_SETTINGS, tenant);
    return all(tenant);
  }

  /** A group by its id; nothing for another tenant's. */
  @Transactional
  public Optional<Group> find(TenantId tenant, UUID id) {
    return stored(tenant, id).map(AgentGroup::value);
  }

  /**
   * A group that has to exist.
   *
   * @throws Refusal of kind UNKNOWN
   */
  @Transactional
  public Group require(TenantId tenant, UUID id) {
    return find(tenant, id).orElseThrow(() -> Refusal.unknown("group"));
  }

  private Optional<AgentGroup> stored(TenantId tenant, UUID id) {
    return entities
        .createQuery(
            "select g from AgentGroup g where g.tenantId = :tenant and g.id = :id",
            AgentGroup.class)
        .setParameter("tenant", tenant.value())
        .setParameter("id", id)
        .getResultStream()
        .findFirst();
  }

  /**
   * Makes a group, or changes the one with that id.
   *
   * @throws Refusal CONFLICT {@code group.name} when another has the name, TOO_MANY after {@value
   *     #MOST}
   */
  @Transactional
  public Group put(Caller caller, TenantId tenant, Group group) {
    caller.require(Permission.CHANGE_SETTINGS, tenant);
    List<Group> present = all(tenant);
    if (present.stream()
        .anyMatch(each -> each.name().equals(group.name()) && !each.id().equals(group.id()))) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "group.name", "There is a group of this name already.");
    }
    Optional<AgentGroup> known = stored(tenant, group.id());
    if (known.isPresent()) {
      known.get().adopt(group);
    } else if (present.size() >= MOST) {
      throw Refusal.of(Refusal.Kind.TOO_MANY, "group.limit", "A tenant has at most 100 groups.");
    } else {
      entities.persist(new AgentGroup(tenant.value(), group));
    }
    audit.record(caller, "group.changed", group.id().toString());
    return group;
  }

  /** Makes the group of the demonstration unless it is there. */
  @Transactional
  public void ensure(TenantId tenant, Group group) {
    if (stored(tenant, group.id()).isEmpty()) {
      entities.persist(new AgentGroup(tenant.value(), group));
    }
  }

  /**
   * Removes a group.
   *
   * @throws Refusal CONFLICT {@code group.in.use} while an entry point names it or calls wait for
   *     it
   */
  @Transactional
  public void remove(Caller caller, TenantId tenant, UUID id) {
    caller.require(Permission.CHANGE_SETTINGS, tenant);
    AgentGroup group = stored(tenant, id).orElseThrow(() -> Refusal.unknown("group"));
    boolean named =
        entities
                .createQuery(
                    "select count(e) from EntryPoint e where e.tenantId = :tenant"
                        + " and e.groupId = :group",
                    Long.class)
                .setParameter("tenant", tenant.value())
                .setParameter("group", id)
                .getSingleResult()
            > 0;
    if (named || calls.asking(tenant, id) > 0) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT,
          "group.in.use",
          "An entry point leads to this group, or somebody waits for it.");
    }
    entities.remove(group);
    audit.record(caller, "group.removed", id.toString());
  }
}

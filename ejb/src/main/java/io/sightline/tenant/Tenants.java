package io.sightline.tenant;

import io.sightline.audit.AuditLog;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Locale;

/** Reads and changes tenants' settings. */
@ApplicationScoped
public class Tenants {
  private EntityManager entities;
  private AuditLog audit;
  private Clock clock;

  protected Tenants() {
    // for the container's client proxy
  }

  @Inject
  public Tenants(EntityManager entities, AuditLog audit, Clock clock) {
    this.entities = entities;
    this.audit = audit;
    this.clock = clock;
  }

  /** Makes the tenant with default settings, named like its id, unless it exists. */
  @Transactional
  public void ensure(TenantId id) {
    if (entities.find(Tenant.class, id.value()) == null) {
      String name = id.value().substring(0, 1).toUpperCase(Locale.ROOT) + id.value().substring(1);
      entities.persist(new Tenant(id, name, clock.instant()));
    }
  }

  /** Whether there is such a tenant, still. */
  @Transactional
  public boolean exists(TenantId id) {
    return entities.find(Tenant.class, id.value()) != null;
  }

  /**
   * The settings of a tenant, for the application's own use.
   *
   * @throws Refusal of kind UNKNOWN
   */
  @Transactional
  public TenantSettings settings(TenantId id) {
    Tenant tenant = entities.find(Tenant.class, id.value());
    if (tenant == null) {
      throw Refusal.unknown("tenant");
    }
    return tenant.settings();
  }

  /** Lets one transaction at a time count what a tenant has, until it ends. */
  @Transactional
  public void lock(TenantId id) {
    if (entities.find(Tenant.class, id.value(), LockModeType.PESSIMISTIC_WRITE) == null) {
      throw Refusal.unknown("tenant");
    }
  }

  /** The settings of the caller's own tenant; any other is unknown. */
  @Transactional
  public TenantSettings settings(Caller caller, TenantId id) {
    caller.require(Permission.VIEW_SETTINGS, id);
    return settings(id);
  }

  /** Changes settings; calls that exist already keep what they were made with. */
  @Transactional
  public TenantSettings change(Caller caller, TenantId id, TenantSettings.Change change) {
    caller.require(Permission.CHANGE_SETTINGS, id);
    Tenant tenant = entities.find(Tenant.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
    if (tenant == null) {
      throw Refusal.unknown("tenant");
    }
    TenantSettings changed = tenant.settings().with(change);
    tenant.adopt(changed);
    audit.record(caller, "settings.changed", id.value());
    return changed;
  }
}

package io.sightline.audit;

import io.sightline.identity.Caller;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;

/** Adds to the audit trail, in the caller's transaction. */
@ApplicationScoped
public class AuditLog {
  private EntityManager entities;
  private Clock clock;

  protected AuditLog() {
    // for the container's client proxy
  }

  @Inject
  public AuditLog(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /**
   * A deed of somebody signed in or admitted.
   *
   * @param action dotted and stable, such as {@code link.revoked}
   * @param subject the id of what it was done to
   */
  public void record(Caller caller, String action, String subject) {
    record(caller.tenant(), caller.subject().toString(), action, subject);
  }

  /** A deed of the system itself, such as a timer's. */
  public void record(TenantId tenant, String actor, String action, String subject) {
    entities.persist(new AuditEntry(tenant.value(), clock.instant(), actor, action, subject));
  }
}

package io.sightline.attachment;

import io.sightline.audit.AuditLog;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.tenant.Tenant;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;

/** Reads and changes what tenants take of files and pictures. */
@ApplicationScoped
public class AttachmentSettings {
  private EntityManager entities;
  private AuditLog audit;

  protected AttachmentSettings() {
    // for the container's client proxy
  }

  @Inject
  public AttachmentSettings(EntityManager entities, AuditLog audit) {
    this.entities = entities;
    this.audit = audit;
  }

  /** The rules of a tenant, for the application's own use. */
  @Transactional
  public AttachmentRules rules(TenantId id) {
    AttachmentChoice chosen = entities.find(AttachmentChoice.class, id.value());
    return chosen == null ? AttachmentRules.STANDARD : chosen.rules();
  }

  /** The rules of the caller's own tenant; any other is unknown. */
  @Transactional
  public AttachmentRules rules(Caller caller, TenantId id) {
    caller.require(Permission.VIEW_SETTINGS, id);
    return rules(id);
  }

  /** Changes rules; they hold at once, for open calls too. */
  @Transactional
  public AttachmentRules change(Caller caller, TenantId id, AttachmentRules.Change change) {
    caller.require(Permission.CHANGE_SETTINGS, id);
    entities.find(Tenant.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
    AttachmentRules changed = rules(id).with(change);
    AttachmentChoice chosen = entities.find(AttachmentChoice.class, id.value());
    if (chosen == null) {
      entities.persist(new AttachmentChoice(id, changed));
    } else {
      chosen.adopt(changed);
    }
    audit.record(caller, "settings.attachments.changed", id.value());
    return changed;
  }
}

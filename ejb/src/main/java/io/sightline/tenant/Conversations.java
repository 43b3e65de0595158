package io.sightline.tenant;

import io.sightline.audit.AuditLog;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;

/** Reads and changes what tenants have chosen for chat and ringing. */
@ApplicationScoped
public class Conversations {
  private EntityManager entities;
  private AuditLog audit;

  protected Conversations() {
    // for the container's client proxy
  }

  @Inject
  public Conversations(EntityManager entities, AuditLog audit) {
    this.entities = entities;
    this.audit = audit;
  }

  /** The settings of a tenant, for the application's own use. */
  @Transactional
  public ConversationSettings settings(TenantId id) {
    ConversationChoice chosen = entities.find(ConversationChoice.class, id.value());
    return chosen == null ? ConversationSettings.STANDARD : chosen.settings();
  }

  /** The settings of the caller's own tenant; any other is unknown. */
  @Transactional
  public ConversationSettings settings(Caller caller, TenantId id) {
    caller.require(Permission.VIEW_SETTINGS, id);
    return settings(id);
  }

  /** Changes settings; they hold at once, for open calls too. */
  @Transactional
  public ConversationSettings change(
      Caller caller, TenantId id, ConversationSettings.Change change) {
    caller.require(Permission.CHANGE_SETTINGS, id);
    entities.find(Tenant.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
    ConversationSettings changed = settings(id).with(change);
    ConversationChoice chosen = entities.find(ConversationChoice.class, id.value());
    if (chosen == null) {
      entities.persist(new ConversationChoice(id, changed));
    } else {
      chosen.adopt(changed);
    }
    audit.record(caller, "settings.conversation.changed", id.value());
    return changed;
  }
}

package io.sightline.tenant;

import io.sightline.audit.AuditLog;
import io.sightline.configuration.Settings;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;

/** Reads and changes which codecs tenants use, of those that the installation permits. */
@ApplicationScoped
public class CodecPreferences {
  private EntityManager entities;
  private AuditLog audit;
  private Settings settings;

  protected CodecPreferences() {
    // for the container's client proxy
  }

  @Inject
  public CodecPreferences(EntityManager entities, AuditLog audit, Settings settings) {
    this.entities = entities;
    this.audit = audit;
    this.settings = settings;
  }

  /** What the installation permits, in its own order. */
  public CodecSettings permitted() {
    return new CodecSettings(settings.audioCodecs(), settings.videoCodecs());
  }

  /** What a tenant uses, for the application's own use; no list is empty. */
  @Transactional
  public CodecSettings used(TenantId id) {
    return chosen(id).within(permitted());
  }

  /** What the caller's own tenant uses; any other is unknown. */
  @Transactional
  public CodecSettings used(Caller caller, TenantId id) {
    caller.require(Permission.VIEW_SETTINGS, id);
    return used(id);
  }

  /** Changes the choice; it holds for every offer from then on. */
  @Transactional
  public CodecSettings change(Caller caller, TenantId id, CodecSettings.Change change) {
    caller.require(Permission.CHANGE_SETTINGS, id);
    entities.find(Tenant.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
    CodecSettings changed = chosen(id).with(change, permitted());
    CodecChoice stored = entities.find(CodecChoice.class, id.value());
    if (stored == null) {
      entities.persist(new CodecChoice(id, changed));
    } else {
      stored.adopt(changed);
    }
    audit.record(caller, "settings.codecs.changed", id.value());
    return changed.within(permitted());
  }

  private CodecSettings chosen(TenantId id) {
    CodecChoice stored = entities.find(CodecChoice.class, id.value());
    return stored == null ? CodecSettings.STANDARD : stored.settings();
  }
}

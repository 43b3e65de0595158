package io.sightline.recording;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;

/** The stored tenant keys. Each operation is a transaction of its own: keys outlive what failed. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class TenantKeys {
  @PersistenceContext(unitName = "sightline")
  private EntityManager entities;

  /** For the container. */
  public TenantKeys() {}

  TenantKeys(EntityManager entities) {
    this.entities = entities;
  }

  /** The wrapped key, or null when the tenant has none yet. */
  public String find(String tenantId) {
    TenantKey key = entities.find(TenantKey.class, tenantId);
    return key == null ? null : key.wrappedKey();
  }

  /** Stores a first key; fails when another transaction was faster. */
  public void add(String tenantId, String wrappedKey) {
    entities.persist(new TenantKey(tenantId, wrappedKey, Instant.now()));
    entities.flush();
  }
}

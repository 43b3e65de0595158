package io.sightline.recording;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A tenant's key, wrapped under the installation's. */
@Entity
@Table(name = "recording_tenant_key")
@Access(AccessType.FIELD)
public class TenantKey {
  @Id
  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "wrapped_key")
  private String wrappedKey;

  @Column(name = "created_at")
  private Instant createdAt;

  protected TenantKey() {}

  TenantKey(String tenantId, String wrappedKey, Instant createdAt) {
    this.tenantId = tenantId;
    this.wrappedKey = wrappedKey;
    this.createdAt = createdAt;
  }

  String wrappedKey() {
    return wrappedKey;
  }
}

package io.sightline.identity;

import io.sightline.tenant.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Somebody of the container's registry, remembered from the first sign-in on. */
@Entity
@Table(name = "app_user")
public class User {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "login")
  private String login;

  @Column(name = "display_name")
  private String displayName;

  @Column(name = "email")
  private String email;

  @Column(name = "created_at")
  private Instant createdAt;

  protected User() {
    // for JPA
  }

  User(TenantId tenant, String login, String email, Instant now) {
    this.id = UUID.randomUUID();
    this.tenantId = tenant.value();
    this.login = login;
    this.displayName = login;
    this.email = email;
    this.createdAt = now;
  }

  Caller as(Set<Role> roles) {
    return new Caller(id, displayName, email, new TenantId(tenantId), roles, null);
  }
}

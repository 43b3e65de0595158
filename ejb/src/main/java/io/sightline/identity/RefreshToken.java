package io.sightline.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A refresh token by its hash. Tokens that followed one another are of one family. */
@Entity
@Table(name = "refresh_token")
public class RefreshToken {
  @Id
  @Column(name = "token_hash")
  private String hash;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "user_id")
  private UUID userId;

  @Column(name = "roles")
  private String roles;

  @Column(name = "family")
  private UUID family;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "used_at")
  private Instant usedAt;

  protected RefreshToken() {
    // for JPA
  }

  RefreshToken(String hash, Caller caller, UUID family, Instant expiresAt) {
    this.hash = hash;
    this.tenantId = caller.tenant().value();
    this.userId = caller.subject();
    this.roles = RoleList.join(caller.roles());
    this.family = family;
    this.expiresAt = expiresAt;
  }

  boolean usable(Instant now) {
    return usedAt == null && now.isBefore(expiresAt);
  }

  boolean used() {
    return usedAt != null;
  }

  void use(Instant now) {
    this.usedAt = now;
  }

  UUID userId() {
    return userId;
  }

  UUID family() {
    return family;
  }

  Instant expiresAt() {
    return expiresAt;
  }

  String roles() {
    return roles;
  }
}

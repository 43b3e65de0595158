package io.sightline.push;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** The stored form of a browser that wants to be told; others see it as {@link PushTarget}. */
@Entity
@Table(name = "push_subscription")
public class PushSubscription {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "user_id")
  private UUID userId;

  @Column(name = "endpoint_hash")
  private String endpointHash;

  @Column(name = "sealed_endpoint")
  private String sealedEndpoint;

  @Column(name = "sealed_keys")
  private String sealedKeys;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "expires_at")
  private Instant expiresAt;

  protected PushSubscription() {
    // for JPA
  }

  PushSubscription(UUID id, String endpointHash, String sealedEndpoint, Instant createdAt) {
    this.id = id;
    this.endpointHash = endpointHash;
    this.sealedEndpoint = sealedEndpoint;
    this.createdAt = createdAt;
  }

  UUID id() {
    return id;
  }

  UUID userId() {
    return userId;
  }

  String sealedEndpoint() {
    return sealedEndpoint;
  }

  String sealedKeys() {
    return sealedKeys;
  }

  Instant createdAt() {
    return createdAt;
  }

  /** A browser belongs to who has signed in there last. */
  void belongTo(String tenant, UUID user, String keys, Instant until) {
    this.tenantId = tenant;
    this.userId = user;
    this.sealedKeys = keys;
    this.expiresAt = until;
  }
}

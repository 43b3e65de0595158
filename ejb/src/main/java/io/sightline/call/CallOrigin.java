package io.sightline.call;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.UUID;

/** What a call is made with and keeps for good: whose it is and what was said of it then. */
@MappedSuperclass
abstract class CallOrigin {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "agent_id")
  private UUID agentId;

  @Column(name = "agent_name")
  private String agentName;

  @Column(name = "agent_email")
  private String agentEmail;

  @Column(name = "language")
  private String language;

  @Column(name = "custom_data")
  private String customData;

  protected CallOrigin() {
    // for JPA
  }

  CallOrigin(String tenantId, Call.Owner owner, String language, String customData, Instant now) {
    this.id = UUID.randomUUID();
    this.tenantId = tenantId;
    this.createdAt = now;
    this.agentId = owner.userId();
    this.agentName = owner.name();
    this.agentEmail = owner.email();
    this.language = language;
    this.customData = customData;
  }

  /** Somebody else answers for the call from now on. */
  void own(Call.Owner owner) {
    this.agentId = owner.userId();
    this.agentName = owner.name();
    this.agentEmail = owner.email();
  }

  public UUID id() {
    return id;
  }

  public String tenantId() {
    return tenantId;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public UUID agentId() {
    return agentId;
  }

  public String agentName() {
    return agentName;
  }

  public String agentEmail() {
    return agentEmail;
  }

  public String language() {
    return language;
  }

  public String customData() {
    return customData;
  }
}

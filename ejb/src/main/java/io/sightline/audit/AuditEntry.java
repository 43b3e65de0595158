package io.sightline.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One deed; holds ids only, no names and no addresses. */
@Entity
@Table(name = "audit_entry")
public class AuditEntry {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "at")
  private Instant at;

  @Column(name = "actor")
  private String actor;

  @Column(name = "action")
  private String action;

  @Column(name = "subject")
  private String subject;

  protected AuditEntry() {
    // for JPA
  }

  AuditEntry(String tenantId, Instant at, String actor, String action, String subject) {
    this.id = UUID.randomUUID();
    this.tenantId = tenantId;
    this.at = at;
    this.actor = actor;
    this.action = action;
    this.subject = subject;
  }
}

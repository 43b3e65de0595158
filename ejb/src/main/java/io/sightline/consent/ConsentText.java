package io.sightline.consent;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One version of what a tenant asks in one language. Never changed: another version follows. */
@Entity
@Table(name = "consent_text")
public class ConsentText {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "language")
  private String language;

  @Column(name = "version")
  private int version;

  @Column(name = "text")
  private String text;

  @Column(name = "sha256")
  private String sha256;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "created_by")
  private String createdBy;

  protected ConsentText() {
    // for JPA
  }

  ConsentText(String tenantId, AskedText asked, Instant now, String by) {
    this.id = UUID.randomUUID();
    this.tenantId = tenantId;
    this.language = asked.language();
    this.version = asked.version();
    this.text = asked.text();
    this.sha256 = asked.sha256();
    this.createdAt = now;
    this.createdBy = by;
  }

  AskedText asked() {
    return new AskedText(language, version, text, sha256);
  }
}

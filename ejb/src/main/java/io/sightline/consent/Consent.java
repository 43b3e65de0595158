package io.sightline.consent;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** What a participant has decided, with what was asked; the newest of a participant counts. */
@Entity
@Table(name = "consent")
public class Consent {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "call_id")
  private UUID callId;

  @Column(name = "participant_id")
  private UUID participantId;

  @Column(name = "agreed")
  private boolean agreed;

  @Column(name = "language")
  private String language;

  @Column(name = "version")
  private int version;

  @Column(name = "text_sha256")
  private String textSha256;

  @Column(name = "decided_at")
  private Instant decidedAt;

  protected Consent() {
    // for JPA
  }

  Consent(
      String tenantId,
      UUID callId,
      UUID participantId,
      boolean agreed,
      AskedText asked,
      Instant now) {
    this.id = UUID.randomUUID();
    this.tenantId = tenantId;
    this.callId = callId;
    this.participantId = participantId;
    this.agreed = agreed;
    this.language = asked.language();
    this.version = asked.version();
    this.textSha256 = asked.sha256();
    this.decidedAt = now;
  }

  Evidence evidence() {
    return new Evidence(participantId, agreed, language, version, textSha256, decidedAt);
  }
}

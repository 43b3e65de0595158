package io.sightline.link;

import io.sightline.call.Call;
import io.sightline.call.CallState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/**
 * The link of one participant of one call. Its code is found by hash; the sealed code lets the
 * agent copy the link again.
 */
@Entity
@Table(name = "link")
public class Link {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "call_id")
  private UUID callId;

  @Column(name = "participant_id")
  private UUID participantId;

  @Column(name = "code_hash")
  private String codeHash;

  @Column(name = "sealed_code")
  private String sealedCode;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "revoked_at")
  private Instant revokedAt;

  protected Link() {
    // for JPA
  }

  Link(
      Call call,
      UUID participantId,
      String codeHash,
      String sealedCode,
      Instant now,
      Instant expiresAt) {
    this.id = UUID.randomUUID();
    this.tenantId = call.tenantId();
    this.callId = call.id();
    this.participantId = participantId;
    this.codeHash = codeHash;
    this.sealedCode = sealedCode;
    this.createdAt = now;
    this.expiresAt = expiresAt;
  }

  /**
   * Its state at {@code now}. The customer's outlives its time once the call has started, a further
   * person's once that person has been there: both may come back.
   */
  public LinkState state(Call call, Instant now) {
    if (call.state() == CallState.ENDED) {
      boolean unused = LinkEnd.EXPIRED.equals(call.endReason());
      return unused ? LinkState.EXPIRED : LinkState.ENDED;
    }
    if (revokedAt != null) {
      return LinkState.REVOKED;
    }
    boolean used =
        call.customer().filter(customer -> customer.id().equals(participantId)).isPresent()
            ? call.started()
            : call.hasSeen(participantId);
    return used || now.isBefore(expiresAt) ? LinkState.ACTIVE : LinkState.EXPIRED;
  }

  void revoke(Instant now) {
    if (revokedAt == null) {
      this.revokedAt = now;
    }
  }

  String tenantId() {
    return tenantId;
  }

  UUID callId() {
    return callId;
  }

  UUID participantId() {
    return participantId;
  }

  String codeHash() {
    return codeHash;
  }

  String sealedCode() {
    return sealedCode;
  }

  /** From this instant on it does not admit to a call that has not started. */
  public Instant expiresAt() {
    return expiresAt;
  }
}

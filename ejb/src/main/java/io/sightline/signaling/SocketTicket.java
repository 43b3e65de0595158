package io.sightline.signaling;

import io.sightline.identity.Caller;
import io.sightline.identity.RoleList;
import io.sightline.tenant.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A ticket by its hash, with the caller to whom it was given. */
@Entity
@Table(name = "signaling_ticket")
public class SocketTicket {
  @Id
  @Column(name = "ticket_hash")
  private String hash;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "subject")
  private UUID subject;

  @Column(name = "name")
  private String name;

  @Column(name = "email")
  private String email;

  @Column(name = "roles")
  private String roles;

  @Column(name = "call_id")
  private UUID callId;

  @Column(name = "participant_id")
  private UUID participantId;

  @Column(name = "expires_at")
  private Instant expiresAt;

  protected SocketTicket() {
    // for JPA
  }

  SocketTicket(String hash, Caller caller, Instant expiresAt) {
    this.hash = hash;
    this.tenantId = caller.tenant().value();
    this.subject = caller.subject();
    this.name = caller.name();
    this.email = caller.email();
    this.roles = RoleList.join(caller.roles());
    caller
        .admitted()
        .ifPresent(
            admission -> {
              this.callId = admission.callId();
              this.participantId = admission.participantId();
            });
    this.expiresAt = expiresAt;
  }

  boolean valid(Instant now) {
    return now.isBefore(expiresAt);
  }

  Caller caller() {
    return new Caller(
        subject,
        name,
        email,
        new TenantId(tenantId),
        RoleList.split(roles),
        callId == null ? null : new Caller.Admission(callId, participantId));
  }
}

package io.sightline.meeting;

import io.sightline.call.Call;
import io.sightline.call.CallMeeting;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** The stored form of a meeting point; others see it as {@link MeetingPoints.View}. */
@Entity
@Table(name = "meeting_point")
public class MeetingPoint {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "host_id")
  private UUID hostId;

  @Column(name = "host_name")
  private String hostName;

  @Column(name = "host_email")
  private String hostEmail;

  @Column(name = "name")
  private String name;

  @Column(name = "message")
  private String message;

  @Column(name = "language")
  private String language;

  @Column(name = "code_hash")
  private String codeHash;

  @Column(name = "sealed_code")
  private String sealedCode;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "valid_from")
  private Instant validFrom;

  @Column(name = "valid_until")
  private Instant validUntil;

  @Column(name = "closed_at")
  private Instant closedAt;

  @Column(name = "call_id")
  private UUID callId;

  protected MeetingPoint() {
    // for JPA
  }

  MeetingPoint(UUID id, String tenantId, Call.Owner host, Instant now) {
    this.id = id;
    this.tenantId = tenantId;
    this.hostId = host.userId();
    this.hostName = host.name();
    this.hostEmail = host.email();
    this.createdAt = now;
  }

  void describe(MeetingPoints.Wish wish) {
    this.name = wish.name();
    this.message = wish.message();
    this.language = wish.language();
    this.validFrom = wish.validFrom();
    this.validUntil = wish.validUntil();
  }

  void admitBy(String hash, String sealed) {
    this.codeHash = hash;
    this.sealedCode = sealed;
  }

  void close(Instant now) {
    if (closedAt == null) {
      this.closedAt = now;
    }
  }

  void hold(UUID newCallId) {
    this.callId = newCallId;
  }

  /** What its calls tell of it. */
  CallMeeting meeting() {
    return new CallMeeting(id, name, message);
  }

  Call.Owner host() {
    return new Call.Owner(hostId, hostName, hostEmail);
  }

  UUID id() {
    return id;
  }

  String tenantId() {
    return tenantId;
  }

  String name() {
    return name;
  }

  String message() {
    return message;
  }

  String language() {
    return language;
  }

  String codeHash() {
    return codeHash;
  }

  String sealedCode() {
    return sealedCode;
  }

  Instant createdAt() {
    return createdAt;
  }

  /** Null when it admits from the beginning. */
  Instant validFrom() {
    return validFrom;
  }

  /** Null when it is permanent. */
  Instant validUntil() {
    return validUntil;
  }

  boolean closed() {
    return closedAt != null;
  }

  /** The call held there last; null before the first. */
  UUID callId() {
    return callId;
  }
}

package io.sightline.attachment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** The stored form of a file or picture; others see it as {@link AttachmentView}. */
@Entity
@Table(name = "attachment")
public class Attachment {
  /** How it came to be. */
  public enum Kind {
    /** Handed over by somebody in the call. */
    FILE,
    /** A moment of the customer's picture, kept by the agent. */
    SNAPSHOT
  }

  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "call_id")
  private UUID callId;

  @Column(name = "participant_id")
  private UUID participantId;

  @Enumerated(EnumType.STRING)
  @Column(name = "kind")
  private Kind kind;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "sealed_name")
  private String sealedName;

  @Enumerated(EnumType.STRING)
  @Column(name = "file_type")
  private FileType fileType;

  @Column(name = "size_bytes")
  private long size;

  @Column(name = "sha256")
  private String sha256;

  @Column(name = "wrapped_key")
  private String wrappedKey;

  @Column(name = "path")
  private String path;

  protected Attachment() {
    // for JPA
  }

  Attachment(
      String tenantId,
      UUID callId,
      UUID participantId,
      Kind kind,
      Instant createdAt,
      String sealedName,
      SealedUpload file) {
    this.id = file.id();
    this.tenantId = tenantId;
    this.callId = callId;
    this.participantId = participantId;
    this.kind = kind;
    this.createdAt = createdAt;
    this.sealedName = sealedName;
    this.fileType = file.type();
    this.size = file.size();
    this.sha256 = file.sha256();
    this.wrappedKey = file.wrappedKey();
    this.path = file.path();
  }

  UUID id() {
    return id;
  }

  String tenantId() {
    return tenantId;
  }

  String path() {
    return path;
  }

  String wrappedKey() {
    return wrappedKey;
  }

  AttachmentView view(String name) {
    return new AttachmentView(
        id, participantId, kind, createdAt, name, fileType.mime(), size, sha256);
  }

  String sealedName() {
    return sealedName;
  }
}

package io.sightline.chat;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The stored form of a message; others see it as {@link ChatLine}. */
@Entity
@Table(name = "chat_message")
public class ChatMessage {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "call_id")
  private UUID callId;

  @Column(name = "participant_id")
  private UUID participantId;

  @Column(name = "position")
  private int position;

  @Column(name = "sent_at")
  private Instant sentAt;

  @Column(name = "sender_key")
  private String senderKey;

  /** The guest at a meeting's door with whom this was written; null for all who are in the call. */
  @Column(name = "thread")
  private UUID thread;

  @Column(name = "sealed_text")
  private String sealedText;

  @Column(name = "file_id")
  private UUID fileId;

  @Column(name = "file_type")
  private String fileType;

  @Column(name = "file_size")
  private Long fileSize;

  protected ChatMessage() {
    // for JPA
  }

  ChatMessage(
      String tenantId,
      UUID callId,
      UUID participantId,
      int position,
      Instant sentAt,
      String senderKey,
      UUID thread,
      String sealedText,
      Optional<SharedFile> file) {
    this.id = UUID.randomUUID();
    this.tenantId = tenantId;
    this.callId = callId;
    this.participantId = participantId;
    this.position = position;
    this.sentAt = sentAt;
    this.senderKey = senderKey;
    this.thread = thread;
    this.sealedText = sealedText;
    this.fileId = file.map(SharedFile::id).orElse(null);
    this.fileType = file.map(SharedFile::mime).orElse(null);
    this.fileSize = file.map(SharedFile::size).orElse(null);
  }

  Optional<SharedFile> file() {
    return Optional.ofNullable(fileId).map(id -> new SharedFile(id, fileType, fileSize));
  }

  UUID id() {
    return id;
  }

  UUID participantId() {
    return participantId;
  }

  int position() {
    return position;
  }

  Instant sentAt() {
    return sentAt;
  }

  String senderKey() {
    return senderKey;
  }

  UUID thread() {
    return thread;
  }

  String sealedText() {
    return sealedText;
  }
}

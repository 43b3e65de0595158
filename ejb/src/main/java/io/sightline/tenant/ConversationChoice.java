package io.sightline.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;

/** The stored form of {@link ConversationSettings}, once a tenant has chosen. */
@Entity
@Table(name = "conversation_choice")
public class ConversationChoice {
  @Id
  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "chat_kept")
  private boolean chatKept;

  @Column(name = "longest_idle_first")
  private boolean longestIdleFirst;

  @Column(name = "ring_seconds")
  private int ringSeconds;

  protected ConversationChoice() {
    // for JPA
  }

  ConversationChoice(TenantId tenant, ConversationSettings settings) {
    this.tenantId = tenant.value();
    adopt(settings);
  }

  ConversationSettings settings() {
    return new ConversationSettings(chatKept, longestIdleFirst, Duration.ofSeconds(ringSeconds));
  }

  final void adopt(ConversationSettings settings) {
    this.chatKept = settings.chatKept();
    this.longestIdleFirst = settings.longestIdleFirst();
    this.ringSeconds = (int) settings.ringTime().toSeconds();
  }
}

package io.sightline.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;

/** The stored form of a tenant; others see it as {@link TenantSettings}. */
@Entity
@Table(name = "tenant")
public class Tenant {
  @Id private String id;

  @Column(name = "name")
  private String name;

  @Enumerated(EnumType.STRING)
  @Column(name = "recording_mode")
  private RecordingMode recordingMode;

  @Column(name = "recording_media")
  private String recordingMedia;

  @Column(name = "link_validity_seconds")
  private Long linkValiditySeconds;

  @Column(name = "language")
  private String language;

  @Column(name = "created_at")
  private Instant createdAt;

  protected Tenant() {
    // for JPA
  }

  Tenant(TenantId id, String name, Instant now) {
    this.id = id.value();
    this.name = name;
    this.recordingMode = RecordingMode.AGENT_CONTROLLED;
    this.recordingMedia = TenantSettings.AUDIO_VIDEO;
    this.createdAt = now;
  }

  TenantSettings settings() {
    return new TenantSettings(
        new TenantId(id),
        name,
        recordingMode,
        recordingMedia,
        linkValiditySeconds == null ? null : Duration.ofSeconds(linkValiditySeconds),
        language);
  }

  void adopt(TenantSettings settings) {
    this.name = settings.name();
    this.recordingMode = settings.recordingMode();
    this.recordingMedia = settings.recordingMedia();
    this.linkValiditySeconds =
        settings.linkValidity() == null ? null : settings.linkValidity().toSeconds();
    this.language = settings.language();
  }
}

package io.sightline.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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

  @Column(name = "default_renditions")
  private String defaultRenditions;

  @Column(name = "rendition_profile")
  private String renditionProfile;

  @Column(name = "rendition_layout")
  private String renditionLayout;

  @Column(name = "consent_required")
  private boolean consentRequired;

  @Column(name = "connect_without_consent")
  private boolean connectWithoutConsent;

  @Column(name = "screen_recording")
  private boolean screenRecording;

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
    this.defaultRenditions = String.join(",", TenantSettings.STANDARD_RENDITIONS);
    this.renditionProfile = TenantSettings.STANDARD_PROFILE;
    this.screenRecording = true;
    this.createdAt = now;
  }

  TenantSettings settings() {
    return new TenantSettings(
        new TenantId(id),
        name,
        recordingMode,
        recordingMedia,
        linkValiditySeconds == null ? null : Duration.ofSeconds(linkValiditySeconds),
        language,
        defaultRenditions.isEmpty() ? List.of() : List.of(defaultRenditions.split(",")),
        renditionProfile,
        renditionLayout,
        consentRequired,
        connectWithoutConsent,
        screenRecording);
  }

  void adopt(TenantSettings settings) {
    this.name = settings.name();
    this.recordingMode = settings.recordingMode();
    this.recordingMedia = settings.recordingMedia();
    this.linkValiditySeconds =
        settings.linkValidity() == null ? null : settings.linkValidity().toSeconds();
    this.language = settings.language();
    this.defaultRenditions = String.join(",", settings.defaultRenditions());
    this.renditionProfile = settings.renditionProfile();
    this.renditionLayout = settings.renditionLayout();
    this.consentRequired = settings.consentRequired();
    this.connectWithoutConsent = settings.connectWithoutConsent();
    this.screenRecording = settings.screenRecording();
  }
}

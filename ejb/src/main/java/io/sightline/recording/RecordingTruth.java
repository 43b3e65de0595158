package io.sightline.recording;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** What is known of a recording's content; apart from its row, which is read far more often. */
@Entity
@Table(name = "recording_truth")
@Access(AccessType.FIELD)
public class RecordingTruth {
  @Id
  @Column(name = "recording_id")
  private UUID recordingId;

  @Column(name = "tenant_id")
  private String tenantId;

  private String report;

  @Column(name = "created_at")
  private Instant createdAt;

  protected RecordingTruth() {}

  RecordingTruth(Recording recording, String json, Instant now) {
    this.recordingId = recording.id();
    this.tenantId = recording.tenantId();
    this.report = json;
    this.createdAt = now;
  }

  void tell(String json, Instant now) {
    report = json;
    createdAt = now;
  }

  /** A JSON object. */
  String report() {
    return report;
  }

  Instant createdAt() {
    return createdAt;
  }
}

package io.sightline.recording;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A playable file made of a recording: what one participant sent ("capture"), or all ("mixed"). */
@Entity
@Table(name = "rendition")
@Access(AccessType.FIELD)
public class Rendition {
  /** A stream copy of one participant's media. */
  public static final String CAPTURE = "capture";

  /** Everybody in one picture and one sound. */
  public static final String MIXED = "mixed";

  /** A still picture, or several on one sheet. */
  public static final String PICTURE = "picture";

  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "recording_id")
  private UUID recordingId;

  @Column(name = "job_id")
  private UUID jobId;

  private String kind;

  @Column(name = "participant_id")
  private UUID participantId;

  private String role;
  private String format;
  private String options;
  private String mime;
  private String path;
  private long bytes;
  private String sha256;

  @Column(name = "duration_ms")
  private long durationMs;

  @Column(name = "offset_ms")
  private long offsetMs;

  private String turns;

  @Column(name = "left_out")
  private String leftOut;

  @Column(name = "created_at")
  private Instant createdAt;

  protected Rendition() {}

  Rendition(Recording recording, NewRendition made, Instant now) {
    this.id = made.id();
    this.jobId = made.jobId();
    this.options = made.options() == null ? null : made.options().json();
    this.tenantId = recording.tenantId();
    this.recordingId = recording.id();
    this.kind = made.kind();
    this.participantId = made.participantId();
    this.role = made.role();
    this.format = made.format();
    this.mime = made.mime();
    this.path = made.path();
    this.bytes = made.bytes();
    this.sha256 = made.sha256();
    this.durationMs = made.durationMs();
    this.offsetMs = made.offsetMs();
    this.turns = made.notes().storedTurns();
    this.leftOut = made.notes().storedLeftOut();
    this.createdAt = now;
  }

  /** Whether this is that file, which had not been read back when it was registered. */
  boolean awaits(NewRendition made) {
    return !checked() && id.equals(made.id()) && path.equals(made.path()) && bytes == made.bytes();
  }

  /** Takes over what reading back has found. */
  void check(NewRendition made) {
    sha256 = made.sha256();
    durationMs = made.durationMs();
  }

  public UUID id() {
    return id;
  }

  public UUID recordingId() {
    return recordingId;
  }

  public String kind() {
    return kind;
  }

  public UUID participantId() {
    return participantId;
  }

  public String role() {
    return role;
  }

  /** The job that made it. */
  public UUID jobId() {
    return jobId;
  }

  /** Nothing for a copy, and for what was made before options were kept. */
  public Optional<RenditionOptions> options() {
    return Optional.ofNullable(options).map(RenditionOptions::parse);
  }

  /** As {@link RenditionOptions#format}. */
  public String format() {
    return format;
  }

  public String mime() {
    return mime;
  }

  /** Relative to the store's root. */
  public String path() {
    return path;
  }

  /** Size of the plaintext. */
  public long bytes() {
    return bytes;
  }

  /** Whether it was read back and found right; if not, it can be played all the same. */
  public boolean checked() {
    return sha256 != null;
  }

  /**
   * A strong validator of its content, the same before and after it was read back: a copy's place,
   * which no other attempt has and in which nothing is ever changed, or the content's hash.
   */
  public String tag() {
    return kind.equals(CAPTURE)
        ? UUID.nameUUIDFromBytes(path.getBytes(StandardCharsets.UTF_8)).toString()
        : sha256;
  }

  /** Of a copy. */
  public CopyNotes notes() {
    return CopyNotes.stored(turns, leftOut);
  }

  public long durationMs() {
    return durationMs;
  }

  /** From the recording's first media to the first of this file. */
  public long offsetMs() {
    return offsetMs;
  }

  public Instant createdAt() {
    return createdAt;
  }
}

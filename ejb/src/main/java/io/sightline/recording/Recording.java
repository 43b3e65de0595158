package io.sightline.recording;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** One capture of a call, from start to stop. Its row is written before anything is captured. */
@Entity
@Table(name = "recording")
@Access(AccessType.FIELD)
public class Recording {
  private static final int MAX_REASON = 200;

  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "call_id")
  private UUID callId;

  /** The call while the recording runs, else null: a call has one of each type at a time. */
  @Column(name = "running_in")
  private UUID runningCallId;

  @Version private long version;
  private String type;
  private String media;

  @Enumerated(EnumType.STRING)
  private RecordingState state;

  private String reason;
  private String node;
  private String directory;

  @Column(name = "wrapped_key")
  private String wrappedKey;

  @Column(name = "requested_by")
  private String requestedBy;

  @Column(name = "requested_at")
  private Instant requestedAt;

  @Column(name = "stop_requested_at")
  private Instant stopRequestedAt;

  @Column(name = "started_at")
  private Instant startedAt;

  @Column(name = "ended_at")
  private Instant endedAt;

  @Column(name = "duration_ms")
  private long durationMs;

  @Column(name = "gap_count")
  private int gapCount;

  private String gaps;

  @Column(name = "manifest_sha256")
  private String manifestSha256;

  @Column(name = "state_changed_at")
  private Instant stateChangedAt;

  protected Recording() {}

  /**
   * A recording about to start.
   *
   * @param type "video" or "screen"
   * @param media "audio-video", "audio" or "screen"
   * @param directory relative to the store's root
   * @param wrappedKey its key as the vault gave it
   * @param node the server whose media plane captures it
   */
  Recording(
      UUID id,
      String tenantId,
      UUID callId,
      String type,
      String media,
      String directory,
      String wrappedKey,
      String requestedBy,
      String node,
      Instant now) {
    this.id = id;
    this.tenantId = tenantId;
    this.callId = callId;
    this.runningCallId = callId;
    this.type = type;
    this.media = media;
    this.state = RecordingState.RECORDING;
    this.directory = directory;
    this.wrappedKey = wrappedKey;
    this.requestedBy = requestedBy;
    this.node = node;
    this.requestedAt = now;
    this.stateChangedAt = now;
  }

  /** Changes the state if it may follow; answers whether anything changed. */
  boolean become(RecordingState next, Instant now) {
    if (next == state || !state.mayBecome(next)) {
      return false;
    }
    state = next;
    stateChangedAt = now;
    if (!next.isRunning()) {
      runningCallId = null;
    }
    return true;
  }

  void fail(String why, Instant now) {
    if (become(RecordingState.FAILED, now)) {
      reason = cut(why, MAX_REASON);
      endedAt = endedAt == null ? now : endedAt;
    }
  }

  void mediaStarted(Instant at) {
    startedAt = startedAt == null ? at : startedAt;
  }

  void stopRequested(Instant now) {
    stopRequestedAt = stopRequestedAt == null ? now : stopRequestedAt;
    runningCallId = null;
  }

  /** Notes what the capture holds. */
  void captured(Instant first, Instant last, int gapsFound, String manifestHash) {
    startedAt = first;
    endedAt = last;
    durationMs = Math.max(0, Duration.between(first, last).toMillis());
    gapCount = gapsFound;
    manifestSha256 = manifestHash;
  }

  void composed(long milliseconds, int gapsFound, String gapList) {
    durationMs = milliseconds;
    gapCount = gapsFound;
    gaps = gapList;
  }

  void explain(String why) {
    reason = cut(why, MAX_REASON);
  }

  private static String cut(String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length);
  }

  public UUID id() {
    return id;
  }

  public String tenantId() {
    return tenantId;
  }

  public UUID callId() {
    return callId;
  }

  public String type() {
    return type;
  }

  public String media() {
    return media;
  }

  public RecordingState state() {
    return state;
  }

  public String reason() {
    return reason;
  }

  public String node() {
    return node;
  }

  public String directory() {
    return directory;
  }

  String wrappedKey() {
    return wrappedKey;
  }

  public Instant requestedAt() {
    return requestedAt;
  }

  public Instant stopRequestedAt() {
    return stopRequestedAt;
  }

  /** First media taken, or null before that. */
  public Instant startedAt() {
    return startedAt;
  }

  public Instant endedAt() {
    return endedAt;
  }

  public long durationMs() {
    return durationMs;
  }

  public int gapCount() {
    return gapCount;
  }

  /** The gaps as a JSON array, or null. */
  public String gaps() {
    return gaps;
  }

  public String manifestSha256() {
    return manifestSha256;
  }
}

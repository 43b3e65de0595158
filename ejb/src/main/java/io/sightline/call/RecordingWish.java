package io.sightline.call;

import io.sightline.fault.Refusal;
import io.sightline.tenant.RecordingMode;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

/** Whether a call is to be recorded, and on whose behalf. */
@Embeddable
class RecordingWish {
  @Enumerated(EnumType.STRING)
  @Column(name = "recording_mode")
  private RecordingMode mode;

  @Column(name = "recording_requested_by")
  private String requestedBy;

  protected RecordingWish() {
    // for JPA
  }

  RecordingWish(RecordingMode mode) {
    this.mode = mode;
  }

  RecordingMode mode() {
    return mode;
  }

  boolean stands() {
    return switch (mode) {
      case OFF -> false;
      case AGENT_CONTROLLED -> requestedBy != null;
      case MANDATORY -> true;
    };
  }

  String requestedBy() {
    return mode == RecordingMode.MANDATORY ? "policy" : requestedBy;
  }

  /**
   * Answers whether anything changed.
   *
   * @throws Refusal of kind CONFLICT where recording is off
   */
  boolean request(String by) {
    if (mode == RecordingMode.OFF) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "recording.off", "Recording is switched off for this call.");
    }
    boolean first = mode == RecordingMode.AGENT_CONTROLLED && requestedBy == null;
    if (first) {
      requestedBy = by;
    }
    return first;
  }

  /** Answers whether anything changed. */
  boolean withdraw() {
    boolean stood = requestedBy != null;
    requestedBy = null;
    return stood;
  }

  /**
   * @throws Refusal of kind CONFLICT where recording is mandatory
   */
  void requireOptional() {
    if (mode == RecordingMode.MANDATORY) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "recording.mandatory", "This call has to be recorded.");
    }
  }
}

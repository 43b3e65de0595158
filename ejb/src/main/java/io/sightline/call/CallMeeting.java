package io.sightline.call;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.UUID;

/** That a call is held at a meeting point, and what those who wait there are told. */
@Embeddable
public class CallMeeting {
  @Column(name = "meeting_point_id")
  private UUID pointId;

  @Column(name = "meeting_name")
  private String name;

  @Column(name = "meeting_message")
  private String message;

  protected CallMeeting() {
    // for JPA
  }

  /**
   * @param message what those who wait are told; null for nothing of the host's own
   */
  public CallMeeting(UUID pointId, String name, String message) {
    this.pointId = pointId;
    this.name = name;
    this.message = message;
  }

  public UUID pointId() {
    return pointId;
  }

  public String name() {
    return name;
  }

  /** Null where the host has written none. */
  public String message() {
    return message;
  }
}

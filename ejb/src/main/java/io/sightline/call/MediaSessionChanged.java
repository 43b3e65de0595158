package io.sightline.call;

import java.util.UUID;

/** Fired through CDI when the media server tells of a forwarded session. */
public record MediaSessionChanged(UUID callId, UUID sessionId, State state) {
  /** What happened to the session's media. */
  public enum State {
    CONNECTED,
    DISCONNECTED,
    FAILED
  }
}

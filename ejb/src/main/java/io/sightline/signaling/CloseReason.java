package io.sightline.signaling;

/** Why the server closes a socket; on any other code the client comes back with a new ticket. */
public enum CloseReason {
  /** The client broke the protocol, such as by a frame that is not text. */
  PROTOCOL_ERROR(4000),
  /** Another device of the same participant has entered the call. */
  REPLACED(4001),
  /** The one call of this socket is over. */
  CALL_OVER(4002),
  /** A frame was too large, messages came too fast, or the client does not read. */
  LIMIT_EXCEEDED(4003),
  /** Nothing came for too long. */
  IDLE(4004),
  /** The client goes on by another WebSocket. */
  RESUMED(4005),
  /** The session that the client comes back to cannot go on; a ticket begins a new one. */
  NOT_RESUMED(4006);

  private final int code;

  CloseReason(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}

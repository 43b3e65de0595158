package io.sightline.media.api;

/** An operation that the media server did not carry out. */
public class MediaException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whose fault it is and whether to try again. */
  public enum Reason {
    /** The id is not known (any more); trying again does not help. */
    NOT_FOUND,
    /** The request itself cannot be taken; trying again does not help. */
    INVALID,
    /** Draining or over a limit; another server, or later. */
    REFUSED,
    /** The store cannot be written; the operator must act. */
    STORAGE,
    /** The media server cannot be reached or is not running; later. */
    UNAVAILABLE
  }

  private final Reason reason;

  public MediaException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public MediaException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}

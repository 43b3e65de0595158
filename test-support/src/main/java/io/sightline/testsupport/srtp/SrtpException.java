package io.sightline.testsupport.srtp;

/** A packet that is not authentic, was seen before, or is too short. */
public final class SrtpException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why the packet was refused. */
  public enum Reason {
    TOO_SHORT,
    NOT_AUTHENTIC,
    REPLAYED
  }

  private final Reason reason;

  SrtpException(Reason reason) {
    super(reason.name());
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}

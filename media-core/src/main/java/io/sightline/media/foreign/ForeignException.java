package io.sightline.media.foreign;

/** A C library, or one of its functions, cannot be called here; the message says why. */
public final class ForeignException extends Exception {
  private static final long serialVersionUID = 1L;

  public ForeignException(String message) {
    super(message);
  }

  ForeignException(String message, Throwable cause) {
    super(message, cause);
  }
}

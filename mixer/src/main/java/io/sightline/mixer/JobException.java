package io.sightline.mixer;

/** Why a job ended without result; becomes the exit code. */
final class JobException extends Exception {
  private static final long serialVersionUID = 1L;

  enum Reason {
    /** The job document is wrong; the same job will fail again. */
    BAD_JOB(2),
    /** The recording cannot be read. */
    INPUT_UNREADABLE(3),
    /** Encoding or writing failed. */
    ENCODING_FAILED(4),
    /** What was written does not read back as planned. */
    VERIFICATION_FAILED(5);

    final int exitCode;

    Reason(int exitCode) {
      this.exitCode = exitCode;
    }
  }

  final Reason reason;

  JobException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  JobException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }
}

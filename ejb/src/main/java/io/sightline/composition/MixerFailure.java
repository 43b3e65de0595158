package io.sightline.composition;

/** An attempt that made no files; the message is stable, short and without secrets. */
class MixerFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final boolean retry;

  private MixerFailure(String message, boolean retry, Throwable cause) {
    super(message, cause);
    this.retry = retry;
  }

  /** The program ended with that status. */
  static MixerFailure exit(int status) {
    return switch (status) {
      case 2 -> new MixerFailure("mixer-bad-job", false, null);
      case 3 -> new MixerFailure("mixer-input-unreadable", true, null);
      case 4 -> new MixerFailure("mixer-encoding-failed", true, null);
      case 5 -> new MixerFailure("mixer-verification-failed", true, null);
      default -> new MixerFailure("mixer-exit-" + status, true, null);
    };
  }

  /** It was ended because it took too long. */
  static MixerFailure hung() {
    return new MixerFailure("mixer-timeout", true, null);
  }

  /** Its work belongs to somebody else by now, or the server stops. */
  static MixerFailure interrupted() {
    return new MixerFailure("mixer-interrupted", true, null);
  }

  /** What it reported is not so. */
  static MixerFailure lied(String what) {
    return new MixerFailure("mixer-report-wrong: " + what, true, null);
  }

  /** It could not be run. */
  static MixerFailure notRun(Throwable cause) {
    return new MixerFailure("mixer-not-run", true, cause);
  }

  /** Whether another attempt may help. */
  boolean retry() {
    return retry;
  }
}

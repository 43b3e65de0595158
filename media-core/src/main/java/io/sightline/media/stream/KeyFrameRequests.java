package io.sightline.media.stream;

/**
 * Paces the key frames asked of one sender, whoever wants them: at most one request a second, and
 * again until one arrives. One thread.
 */
public final class KeyFrameRequests {
  /** Least time between two requests in ns. */
  public static final long MIN_INTERVAL_NS = 1_000_000_000L;

  private boolean wanted;
  private boolean asked;
  private long askedNs;
  private long suppressed;

  /** Somebody needs a key frame. */
  public void want() {
    if (wanted) {
      suppressed++;
    }
    wanted = true;
  }

  /** A key frame arrived; nobody needs one now. */
  public void arrived() {
    wanted = false;
  }

  /** True when a PLI is to be sent now; asking counts as sending. */
  public boolean poll(long nowNs) {
    if (!wanted || (asked && nowNs - askedNs < MIN_INTERVAL_NS)) {
      return false;
    }
    asked = true;
    askedNs = nowNs;
    return true;
  }

  /** True while a key frame is awaited. */
  public boolean wanted() {
    return wanted;
  }

  /** Wishes that fell together with an earlier one. */
  public long suppressed() {
    return suppressed;
  }
}

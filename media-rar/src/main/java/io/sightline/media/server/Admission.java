package io.sightline.media.server;

import io.sightline.media.api.MediaException;
import io.sightline.media.api.MediaException.Reason;
import io.sightline.media.recorder.Recording;
import java.util.Collection;

/**
 * Whether a further call may come in. Calls that are in already always go on, with further people
 * and after reloads: it is for them that new ones are refused. Any thread.
 */
final class Admission {
  /** A ring as full as this says that the disk does not keep up. */
  private static final double RING_FILL = 0.5;

  private static final int PERCENT = 100;

  private final MediaConfiguration configuration;
  private volatile boolean draining;

  Admission(MediaConfiguration configuration) {
    this.configuration = configuration;
  }

  /** Whether new calls are refused, by an operator's wish, until {@link #resume}. */
  boolean isDraining() {
    return draining;
  }

  void drain() {
    draining = true;
  }

  void resume() {
    draining = false;
  }

  /**
   * Lets a further participant pass.
   *
   * @throws MediaException of reason REFUSED, with the remedy
   */
  void requirePlace(int endpoints) throws MediaException {
    if (endpoints >= configuration.maxEndpoints()) {
      throw refused(
          "This media server serves "
              + configuration.maxEndpoints()
              + " endpoints at most (sightline.media.max-endpoints)");
    }
  }

  /**
   * Lets a further call pass.
   *
   * @throws MediaException of reason REFUSED, with the remedy
   */
  void requireRoom(Lane lane, Collection<Recording> recordings) throws MediaException {
    if (draining) {
      throw refused("This media server is being drained and takes no new calls");
    }
    long percent = Math.round(lane.load() * PERCENT);
    if (percent > configuration.maxLoadPercent()) {
      throw refused(
          "The media thread is busy for "
              + percent
              + " % of its time (sightline.media.max-load-percent, sightline.media.threads)");
    }
    for (Recording recording : recordings) {
      if (recording.ringFill() > RING_FILL) {
        throw refused(
            "The disk does not keep up with the recordings that run"
                + " (sightline.recording.store, sightline.recording.ring-bytes)");
      }
    }
  }

  private static MediaException refused(String message) {
    return new MediaException(Reason.REFUSED, message);
  }
}

package io.sightline.gateway;

import io.sightline.media.api.MediaConnection;
import io.sightline.media.api.MediaException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Whether the media server answers and takes calls. */
@ApplicationScoped
public class MediaReachability {
  private static final System.Logger LOG = System.getLogger(MediaReachability.class.getName());
  private MediaServer media;

  /** For the container. */
  protected MediaReachability() {}

  @Inject
  public MediaReachability(MediaServer media) {
    this.media = media;
  }

  /** How it is. */
  public enum State {
    SERVING,
    /** It takes no new calls, by an operator's wish. */
    DRAINING,
    AWAY
  }

  /** Asks it for its figures. */
  public State state() {
    try {
      return media.ask(MediaConnection::statistics).draining() ? State.DRAINING : State.SERVING;
    } catch (MediaException e) {
      LOG.log(System.Logger.Level.DEBUG, "the media server does not answer", e);
      return State.AWAY;
    }
  }
}

package io.sightline.gateway;

import io.sightline.media.api.MediaConnection;
import io.sightline.media.api.MediaException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Whether the media server answers. */
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

  /** Asks it for its figures. */
  public boolean reachable() {
    try {
      return media.ask(MediaConnection::statistics) != null;
    } catch (MediaException e) {
      LOG.log(System.Logger.Level.DEBUG, "the media server does not answer", e);
      return false;
    }
  }
}

package io.sightline.gateway;

import io.sightline.media.api.MediaConnection;
import io.sightline.media.api.MediaConnectionFactory;
import io.sightline.media.api.MediaException;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.resource.ResourceException;

/** Short pieces of work on a connection to the media server, outside any transaction. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class MediaServer {
  @Resource(name = "eis/MediaCF")
  private MediaConnectionFactory connections;

  /** A piece of work on an open connection. */
  @FunctionalInterface
  public interface Operation<T> {
    T on(MediaConnection connection) throws MediaException;
  }

  /** For the container. */
  public MediaServer() {}

  MediaServer(MediaConnectionFactory connections) {
    this.connections = connections;
  }

  /**
   * Carries out the work and gives the connection back.
   *
   * @throws MediaException of the work, or UNAVAILABLE when there is no connection
   */
  public <T> T ask(Operation<T> work) throws MediaException {
    try (MediaConnection connection = connections.getConnection()) {
      return work.on(connection);
    } catch (ResourceException | IllegalStateException e) {
      throw new MediaException(
          MediaException.Reason.UNAVAILABLE, "the media server cannot be reached", e);
    }
  }
}

package io.sightline.media.api;

import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import java.io.Serializable;

/** Hands out connections to the media server; bound in JNDI as {@code eis/MediaCF}. */
public interface MediaConnectionFactory extends Serializable, Referenceable {
  /**
   * A handle for a short piece of work; close it after.
   *
   * @throws ResourceException when the adapter is not running
   */
  MediaConnection getConnection() throws ResourceException;
}

package io.sightline.media.adapter;

import io.sightline.media.api.MediaConnection;
import io.sightline.media.api.MediaConnectionFactory;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import javax.naming.Reference;

/** What the application finds in JNDI. */
public class PooledConnectionFactory implements MediaConnectionFactory {
  private static final long serialVersionUID = 1L;

  private final MediaManagedConnectionFactory factory;
  private final ConnectionManager manager;
  private Reference reference;

  PooledConnectionFactory(MediaManagedConnectionFactory factory, ConnectionManager manager) {
    this.factory = factory;
    this.manager = manager;
  }

  @Override
  public MediaConnection getConnection() throws ResourceException {
    return (MediaConnection) manager.allocateConnection(factory, null);
  }

  @Override
  public void setReference(Reference ref) {
    reference = ref;
  }

  @Override
  public Reference getReference() {
    return reference;
  }
}

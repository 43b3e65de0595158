package io.sightline.media.adapter;

import io.sightline.media.api.MediaConnection;
import io.sightline.media.api.MediaConnectionFactory;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionDefinition;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import java.io.PrintWriter;
import java.util.Set;
import javax.security.auth.Subject;

/** Makes what the container pools. All connections lead to the one server of the adapter. */
@ConnectionDefinition(
    connectionFactory = MediaConnectionFactory.class,
    connectionFactoryImpl = PooledConnectionFactory.class,
    connection = MediaConnection.class,
    connectionImpl = MediaConnectionHandle.class)
public class MediaManagedConnectionFactory
    implements ManagedConnectionFactory, ResourceAdapterAssociation {
  private static final long serialVersionUID = 1L;

  private transient MediaResourceAdapter adapter;
  private transient PrintWriter logWriter;

  @Override
  public Object createConnectionFactory(ConnectionManager manager) {
    return new PooledConnectionFactory(this, manager);
  }

  @Override
  public Object createConnectionFactory() throws ResourceException {
    throw new NotSupportedException("The media server needs a container's connection manager");
  }

  @Override
  public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo info) {
    return new MediaManagedConnection(adapter);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public ManagedConnection matchManagedConnections(
      Set connections, Subject subject, ConnectionRequestInfo info) {
    for (Object candidate : connections) {
      if (candidate instanceof MediaManagedConnection connection) {
        return connection;
      }
    }
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter writer) {
    logWriter = writer;
  }

  @Override
  public PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return adapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter resourceAdapter) throws ResourceException {
    if (!(resourceAdapter instanceof MediaResourceAdapter media)) {
      throw new NotSupportedException("Expected " + MediaResourceAdapter.class.getName());
    }
    adapter = media;
  }

  /** Factories of one adapter are alike: there is nothing to configure. */
  @Override
  public boolean equals(Object other) {
    return other instanceof MediaManagedConnectionFactory that && that.adapter == adapter;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(adapter);
  }
}

package io.sightline.media.adapter;

import io.sightline.media.server.MediaServer;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;

/** A pooled connection: nothing but a way to the adapter's server and the handles given out. */
final class MediaManagedConnection implements ManagedConnection {
  private final MediaResourceAdapter adapter;
  private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
  private final Set<MediaConnectionHandle> handles = ConcurrentHashMap.newKeySet();
  private PrintWriter logWriter;

  MediaManagedConnection(MediaResourceAdapter adapter) {
    this.adapter = adapter;
  }

  /** The running server, or null. */
  MediaServer server() {
    return adapter == null ? null : adapter.server();
  }

  /** The application gave a handle back. */
  void closed(MediaConnectionHandle handle) {
    if (handles.remove(handle)) {
      ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
      event.setConnectionHandle(handle);
      listeners.forEach(listener -> listener.connectionClosed(event));
    }
  }

  @Override
  public Object getConnection(Subject subject, ConnectionRequestInfo info) {
    MediaConnectionHandle handle = new MediaConnectionHandle(this);
    handles.add(handle);
    return handle;
  }

  @Override
  public void associateConnection(Object connection) throws ResourceException {
    if (!(connection instanceof MediaConnectionHandle handle)) {
      throw new NotSupportedException("Not a handle of this adapter");
    }
    handle.associate(this);
    handles.add(handle);
  }

  /** Takes a handle out without an event: it moves to another managed connection. */
  void dissociate(MediaConnectionHandle handle) {
    handles.remove(handle);
  }

  @Override
  public void cleanup() {
    handles.forEach(MediaConnectionHandle::invalidate);
    handles.clear();
  }

  @Override
  public void destroy() {
    cleanup();
  }

  @Override
  public void addConnectionEventListener(ConnectionEventListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeConnectionEventListener(ConnectionEventListener listener) {
    listeners.remove(listener);
  }

  @Override
  public XAResource getXAResource() throws ResourceException {
    throw new NotSupportedException("Media takes no part in transactions");
  }

  @Override
  public LocalTransaction getLocalTransaction() throws ResourceException {
    throw new NotSupportedException("Media takes no part in transactions");
  }

  @Override
  public ManagedConnectionMetaData getMetaData() {
    return new MetaData();
  }

  @Override
  public void setLogWriter(PrintWriter writer) {
    logWriter = writer;
  }

  @Override
  public PrintWriter getLogWriter() {
    return logWriter;
  }

  private record MetaData() implements ManagedConnectionMetaData {
    @Override
    public String getEISProductName() {
      return "Sightline media";
    }

    @Override
    public String getEISProductVersion() {
      return "0.1.0";
    }

    /** Unlimited. */
    @Override
    public int getMaxConnections() {
      return 0;
    }

    @Override
    public String getUserName() {
      return "";
    }
  }
}

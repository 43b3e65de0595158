package io.sightline.media.adapter;

import io.sightline.media.server.MediaConfiguration;
import io.sightline.media.server.MediaServer;
import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.io.Serializable;
import javax.transaction.xa.XAResource;

/** Starts the media server with its container and gives it to connections and activations. */
@Connector(
    displayName = "Sightline media",
    description = "WebRTC media: ICE, DTLS-SRTP, forwarding and recording on one UDP port",
    vendorName = "Sightline",
    eisType = "WebRTC",
    version = "0.1.0",
    transactionSupport = TransactionSupport.TransactionSupportLevel.NoTransaction)
public class MediaResourceAdapter implements ResourceAdapter, Serializable {
  private static final long serialVersionUID = 1L;

  private transient volatile MediaServer server;
  private transient volatile EventReceivers receivers;

  @Override
  public void start(BootstrapContext context) throws ResourceAdapterInternalException {
    try {
      EventReceivers eventReceivers = new EventReceivers(context.getWorkManager());
      MediaServer fresh =
          new MediaServer(MediaConfiguration.load(), new AdapterThreads(), eventReceivers);
      fresh.start();
      receivers = eventReceivers;
      server = fresh;
    } catch (IOException | IllegalArgumentException e) {
      throw new ResourceAdapterInternalException(
          "The media server does not start: " + e.getMessage(), e);
    }
  }

  @Override
  public void stop() {
    MediaServer running = server;
    server = null;
    if (running != null) {
      running.stop();
    }
  }

  @Override
  public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec)
      throws NotSupportedException {
    if (!(spec instanceof MediaActivationSpec)) {
      throw new NotSupportedException("Expected " + MediaActivationSpec.class.getName());
    }
    receivers.add(factory);
    MediaServer running = server;
    if (running != null) {
      running.events().retryNow();
    }
  }

  @Override
  public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
    receivers.remove(factory);
  }

  @Override
  public XAResource[] getXAResources(ActivationSpec[] specs) {
    return new XAResource[0];
  }

  /** The running server, or null. */
  MediaServer server() {
    return server;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}

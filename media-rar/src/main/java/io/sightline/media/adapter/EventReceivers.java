package io.sightline.media.adapter;

import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.MediaEventListener;
import io.sightline.media.server.EventDelivery;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The active message-driven beans. An event is delivered when all of them took it. */
final class EventReceivers implements EventDelivery.Receiver {
  private final List<MessageEndpointFactory> factories = new CopyOnWriteArrayList<>();

  void add(MessageEndpointFactory factory) {
    factories.add(factory);
  }

  void remove(MessageEndpointFactory factory) {
    factories.remove(factory);
  }

  @Override
  public void deliver(MediaEvent event) throws UnavailableException {
    if (factories.isEmpty()) {
      throw new UnavailableException("No message-driven bean is active");
    }
    for (MessageEndpointFactory factory : factories) {
      MessageEndpoint endpoint = factory.createEndpoint(null);
      try {
        ((MediaEventListener) endpoint).onEvent(event);
      } finally {
        endpoint.release();
      }
    }
  }
}

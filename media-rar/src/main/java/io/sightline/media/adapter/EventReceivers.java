package io.sightline.media.adapter;

import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.MediaEventListener;
import io.sightline.media.server.EventDelivery;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkManager;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The active message-driven beans. An event is delivered when all of them took it, each delivery as
 * a piece of the container's work that the caller waits for.
 */
final class EventReceivers implements EventDelivery.Receiver {
  private final WorkManager work;
  private final List<MessageEndpointFactory> factories = new CopyOnWriteArrayList<>();

  EventReceivers(WorkManager work) {
    this.work = work;
  }

  void add(MessageEndpointFactory factory) {
    factories.add(factory);
  }

  void remove(MessageEndpointFactory factory) {
    factories.remove(factory);
  }

  @Override
  public void deliver(MediaEvent event) throws ResourceException {
    if (factories.isEmpty()) {
      throw new UnavailableException("No message-driven bean is active");
    }
    Delivery delivery = new Delivery(event);
    work.doWork(delivery);
    if (delivery.failure != null) {
      throw new ResourceException("The application did not take an event", delivery.failure);
    }
  }

  private void deliverNow(MediaEvent event) throws UnavailableException {
    for (MessageEndpointFactory factory : factories) {
      MessageEndpoint endpoint = factory.createEndpoint(null);
      try {
        ((MediaEventListener) endpoint).onEvent(event);
      } finally {
        endpoint.release();
      }
    }
  }

  /** Keeps its failure: a thrown one would be logged by the container at every attempt. */
  private final class Delivery implements Work {
    private final MediaEvent event;
    private volatile Throwable failure;

    Delivery(MediaEvent event) {
      this.event = event;
    }

    @Override
    public void run() {
      try {
        deliverNow(event);
      } catch (UnavailableException | RuntimeException | LinkageError e) {
        failure = e;
      }
    }

    @Override
    public void release() {
      // Short: it ends by itself.
    }
  }
}

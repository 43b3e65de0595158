package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.MediaEvent;
import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventDeliveryTest {
  private final MediaCounters counters = new MediaCounters();
  private final BlockingQueue<MediaEvent> taken = new LinkedBlockingQueue<>();
  private final UUID callId = UUID.randomUUID();

  private MediaEvent event(UUID call) {
    return new MediaEvent.EndpointConnected(call, UUID.randomUUID());
  }

  private static void end(EventDelivery delivery) throws InterruptedException {
    delivery.stop(0);
    assertTrue(delivery.awaitEnd(5_000));
  }

  @Test
  void keepsTheOrderOfACallWhileItRetries() throws Exception {
    AtomicInteger failures = new AtomicInteger(2);
    EventDelivery delivery =
        new EventDelivery(
            event -> {
              if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("not yet");
              }
              taken.add(event);
            },
            100,
            counters);
    MediaEvent first = event(callId);
    MediaEvent second = event(callId);
    delivery.offer(first);
    delivery.offer(second);
    new Thread(delivery).start();

    assertEquals(first, taken.poll(10, TimeUnit.SECONDS));
    assertEquals(second, taken.poll(10, TimeUnit.SECONDS));
    assertEquals(2, counters.get(MediaCounter.EVENTS_RETRIED));
    end(delivery);
  }

  @Test
  void oneFailingCallHoldsUpNoOther() throws Exception {
    EventDelivery delivery =
        new EventDelivery(
            event -> {
              if (event.callId().equals(callId)) {
                throw new IllegalStateException("never");
              }
              taken.add(event);
            },
            100,
            counters);
    delivery.offer(event(callId));
    MediaEvent other = event(UUID.randomUUID());
    delivery.offer(other);
    new Thread(delivery).start();

    assertEquals(other, taken.poll(10, TimeUnit.SECONDS));
    end(delivery);
    assertEquals(1, counters.get(MediaCounter.EVENTS_DROPPED));
  }

  @Test
  void theQueueIsBoundedAndCounted() {
    EventDelivery delivery = new EventDelivery(taken::add, 16, counters);
    for (int i = 0; i < 20; i++) {
      delivery.offer(event(callId));
    }
    assertEquals(16, delivery.waiting());
    assertEquals(4, counters.get(MediaCounter.EVENTS_DROPPED));
  }
}

package io.sightline.media.server;

import io.sightline.media.api.MediaEvent;
import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Hands events to the application on a thread of its own: at least once, in order per call, again
 * with growing pauses while the application does not take them. A call that fails holds up no
 * other.
 */
public final class EventDelivery implements Runnable {
  private static final Logger LOG = Logger.getLogger(EventDelivery.class.getName());
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  /** Who takes events. */
  @FunctionalInterface
  public interface Receiver {
    /** Takes an event, or throws: then it is delivered again. */
    void deliver(MediaEvent event) throws Exception;
  }

  /** The events of one call, in order. */
  private static final class Lane {
    final Deque<MediaEvent> events = new ArrayDeque<>();
    long dueNs = System.nanoTime();
    long pauseMillis = FIRST_PAUSE_MILLIS;
  }

  private final Receiver receiver;
  private final int capacity;
  private final MediaCounters counters;
  private final Map<UUID, Lane> lanes = new LinkedHashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private int size;
  private long deadlineNs;
  private boolean stopping;

  public EventDelivery(Receiver receiver, int capacity, MediaCounters counters) {
    this.receiver = receiver;
    this.capacity = capacity;
    this.counters = counters;
  }

  /** Queues an event without waiting; a full queue drops and counts it. From any thread. */
  public void offer(MediaEvent event) {
    synchronized (lanes) {
      if (size >= capacity) {
        counters.increment(MediaCounter.EVENTS_DROPPED);
        return;
      }
      lanes.computeIfAbsent(event.callId(), id -> new Lane()).events.add(event);
      size++;
      lanes.notifyAll();
    }
  }

  /** The application changed: what waits is tried at once. */
  public void retryNow() {
    synchronized (lanes) {
      for (Lane lane : lanes.values()) {
        lane.dueNs = System.nanoTime();
        lane.pauseMillis = FIRST_PAUSE_MILLIS;
      }
      lanes.notifyAll();
    }
  }

  /**
   * Makes the loop end when all is delivered, or when the time is over; what is left is dropped and
   * counted.
   */
  public void stop(long graceMillis) {
    synchronized (lanes) {
      stopping = true;
      deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(graceMillis);
      lanes.notifyAll();
    }
  }

  /** Waits for the loop's end; true when it has ended in time. */
  public boolean awaitEnd(long timeoutMillis) throws InterruptedException {
    return ended.await(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  /** Events that wait; from any thread. */
  public int waiting() {
    synchronized (lanes) {
      return size;
    }
  }

  @Override
  public void run() {
    try {
      MediaEvent event;
      while ((event = next()) != null) {
        settle(event, attempt(event));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  /** Waits for an event that is due; null when the loop is to end. */
  private MediaEvent next() throws InterruptedException {
    synchronized (lanes) {
      while (true) {
        long nowNs = System.nanoTime();
        if (stopping && (size == 0 || nowNs - deadlineNs >= 0)) {
          counters.add(MediaCounter.EVENTS_DROPPED, size);
          return null;
        }
        long waitNs = TimeUnit.SECONDS.toNanos(60);
        for (Lane lane : lanes.values()) {
          if (lane.dueNs - nowNs <= 0) {
            return lane.events.peek();
          }
          waitNs = Math.min(waitNs, lane.dueNs - nowNs);
        }
        if (stopping) {
          waitNs = Math.min(waitNs, deadlineNs - nowNs);
        }
        TimeUnit.NANOSECONDS.timedWait(lanes, Math.max(waitNs, 1_000_000));
      }
    }
  }

  private boolean attempt(MediaEvent event) {
    try {
      receiver.deliver(event);
      counters.increment(MediaCounter.EVENTS_DELIVERED);
      return true;
    } catch (Exception | LinkageError e) {
      counters.increment(MediaCounter.EVENTS_RETRIED);
      LOG.log(Level.FINE, "The application did not take an event; it is tried again", e);
      return false;
    }
  }

  private void settle(MediaEvent event, boolean delivered) {
    synchronized (lanes) {
      Lane lane = lanes.remove(event.callId());
      if (delivered) {
        lane.events.poll();
        size--;
        lane.pauseMillis = FIRST_PAUSE_MILLIS;
      } else {
        lane.dueNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(lane.pauseMillis);
        lane.pauseMillis = Math.min(2 * lane.pauseMillis, LONGEST_PAUSE_MILLIS);
      }
      if (!lane.events.isEmpty()) {
        lanes.put(event.callId(), lane);
      }
    }
  }
}

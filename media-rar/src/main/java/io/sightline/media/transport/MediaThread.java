package io.sightline.media.transport;

import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The loop that owns the media port and everything a call keeps in memory. Other threads {@link
 * #post} commands and never touch that state. A call belongs to one media thread.
 */
public final class MediaThread implements Runnable {
  private static final Logger LOG = Logger.getLogger(MediaThread.class.getName());

  /** Datagrams read before commands and timers get their turn again. */
  private static final int BATCH = 256;

  /** Room for any datagram and the SRTP growth of one that is forwarded in place. */
  public static final int BUFFER_BYTES = 2048;

  private static final long ERROR_LOG_INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);

  /** Over how long the load is measured. */
  private static final long LOAD_WINDOW_NS = TimeUnit.SECONDS.toNanos(2);

  private final UdpPort port;
  private final MediaCounters counters;
  private final Selector selector;
  private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private DatagramHandler handler;
  private volatile boolean stopping;
  private volatile double load;
  private long loadSinceNs;
  private long waitedNs;
  private long nextErrorLogNs = System.nanoTime();

  /** A loop that serves the port; the port belongs to it from now on. */
  public MediaThread(UdpPort port, MediaCounters counters) throws IOException {
    this.port = port;
    this.counters = counters;
    this.selector = Selector.open();
    port.channel().register(selector, SelectionKey.OP_READ);
  }

  /** Says who is driven; once, before the loop runs. */
  public void serve(DatagramHandler datagramHandler) {
    handler = datagramHandler;
  }

  /** Queues a command for the loop; from any thread. Ignored once the loop has ended. */
  public void post(Runnable command) {
    commands.add(command);
    selector.wakeup();
  }

  /** Makes the loop run its remaining commands and end; from any thread. */
  public void stop() {
    stopping = true;
    selector.wakeup();
  }

  /** Waits for the loop's end; true when it has ended in time. */
  public boolean awaitEnd(long timeoutMillis) throws InterruptedException {
    return ended.await(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void run() {
    byte[] buffer = new byte[BUFFER_BYTES];
    ByteBuffer view = ByteBuffer.wrap(buffer);
    long timerNs = System.nanoTime();
    loadSinceNs = timerNs;
    try {
      while (!stopping) {
        long waitMillis = TimeUnit.NANOSECONDS.toMillis(timerNs - System.nanoTime());
        if (waitMillis > 0 && commands.isEmpty()) {
          await(Math.min(waitMillis, 1000));
        } else {
          selector.selectNow();
        }
        selector.selectedKeys().clear();
        runCommands();
        readBatch(buffer, view);
        timerNs = runTimers(timerNs);
        measureLoad(timerNs);
      }
      runCommands();
    } catch (ClosedChannelException e) {
      LOG.log(Level.FINE, "The media port was closed", e);
    } catch (IOException e) {
      LOG.log(Level.SEVERE, "The media port failed; no media until the server is restarted", e);
    } finally {
      close();
      ended.countDown();
    }
  }

  private void await(long millis) throws IOException {
    long fromNs = System.nanoTime();
    selector.select(millis);
    waitedNs += System.nanoTime() - fromNs;
  }

  private void measureLoad(long nowNs) {
    long elapsedNs = nowNs - loadSinceNs;
    if (elapsedNs >= LOAD_WINDOW_NS) {
      load = Math.max(0, 1 - (double) waitedNs / elapsedNs);
      loadSinceNs = nowNs;
      waitedNs = 0;
    }
  }

  /**
   * Share of the last two seconds in which the loop did not wait for something to do, 0 to 1; from
   * any thread. It includes the time in which the machine did something else.
   */
  public double load() {
    return load;
  }

  private void runCommands() {
    Runnable command;
    while ((command = commands.poll()) != null) {
      try {
        command.run();
      } catch (RuntimeException e) {
        fault(e);
      }
    }
  }

  private void readBatch(byte[] buffer, ByteBuffer view) throws IOException {
    for (int i = 0; i < BATCH; i++) {
      view.clear();
      InetSocketAddress source = (InetSocketAddress) port.channel().receive(view);
      if (source == null) {
        return;
      }
      counters.increment(MediaCounter.DATAGRAMS_RECEIVED);
      counters.add(MediaCounter.BYTES_RECEIVED, view.position());
      try {
        handler.onDatagram(buffer, view.position(), source, System.nanoTime());
      } catch (RuntimeException e) {
        counters.increment(MediaCounter.DROPPED_ERROR);
        fault(e);
      }
    }
  }

  private long runTimers(long dueNs) {
    long nowNs = System.nanoTime();
    if (nowNs - dueNs < 0) {
      return dueNs;
    }
    try {
      return handler.onTimer(nowNs);
    } catch (RuntimeException e) {
      fault(e);
      return nowNs + TimeUnit.MILLISECONDS.toNanos(100);
    }
  }

  private void fault(RuntimeException e) {
    long nowNs = System.nanoTime();
    if (nowNs - nextErrorLogNs >= 0) {
      nextErrorLogNs = nowNs + ERROR_LOG_INTERVAL_NS;
      LOG.log(Level.WARNING, "Unexpected error on the media thread; it goes on", e);
    }
  }

  /** Frees the port; for a loop that never ran, the loop itself does it otherwise. */
  public void close() {
    try {
      selector.close();
      port.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The media port did not close cleanly", e);
    }
  }
}

package io.sightline.media.transport;

import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The loop that owns its sockets and everything a call keeps in memory. Other threads {@link #post}
 * commands and never touch that state. A call belongs to one media thread.
 */
public final class MediaThread implements Runnable {
  private static final Logger LOG = Logger.getLogger(MediaThread.class.getName());

  /** Room for any datagram and the SRTP growth of one that is forwarded in place. */
  public static final int BUFFER_BYTES = 2048;

  private static final long ERROR_LOG_INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);

  private static final long LONGEST_WAIT_NS = TimeUnit.SECONDS.toNanos(1);

  /** Over how long the load is measured. */
  private static final long LOAD_WINDOW_NS = TimeUnit.SECONDS.toNanos(2);

  private final UdpSockets sockets;
  private final MediaCounters counters;
  private final Gathering gathering;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final UdpSockets.Sink sink = this::take;
  private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private DatagramHandler handler;
  private volatile boolean stopping;
  private volatile Thread thread;
  private volatile double load;
  private boolean more;
  private long roundDatagrams;
  private long roundBytes;
  private long loadSinceNs;
  private long waitedNs;
  private long nextErrorLogNs = System.nanoTime();

  /**
   * A loop that serves the sockets, which belong to it from now on.
   *
   * @param gatherNs how long a busy loop lets datagrams gather; 0 for not at all
   */
  public MediaThread(UdpSockets sockets, MediaCounters counters, long gatherNs) {
    this.sockets = sockets;
    this.counters = counters;
    this.gathering = new Gathering(gatherNs, System.nanoTime());
  }

  /** Says who is driven; once, before the loop runs. */
  public void serve(DatagramHandler datagramHandler) {
    handler = datagramHandler;
  }

  /** Queues a command for the loop; from any thread. Ignored once the loop has ended. */
  public void post(Runnable command) {
    commands.add(command);
    sockets.wakeUp();
  }

  /** Runs a command at once where it is the loop that asks, and queues it otherwise. */
  public void execute(Runnable command) {
    if (Thread.currentThread() == thread) {
      command.run();
    } else {
      post(command);
    }
  }

  /** Makes the loop run its remaining commands and end; from any thread. */
  public void stop() {
    stopping = true;
    sockets.wakeUp();
  }

  /** Waits for the loop's end; true when it has ended in time. */
  public boolean awaitEnd(long timeoutMillis) throws InterruptedException {
    return ended.await(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void run() {
    long timerNs = System.nanoTime();
    loadSinceNs = timerNs;
    thread = Thread.currentThread();
    try {
      while (!stopping) {
        await(timerNs);
        runCommands();
        receive();
        timerNs = runTimers(timerNs);
        sockets.flush();
        measureLoad(System.nanoTime());
      }
      runCommands();
      sockets.flush();
    } catch (ClosedChannelException e) {
      LOG.log(Level.FINE, "The media ports were closed", e);
    } catch (IOException e) {
      LOG.log(Level.SEVERE, "The media ports failed; no media until the server is restarted", e);
    } finally {
      close();
      ended.countDown();
    }
  }

  /** Waits for something to do, and on a busy port a little longer, for more of it. */
  private void await(long timerNs) throws IOException {
    long fromNs = System.nanoTime();
    long waitNs = Math.min(timerNs - fromNs, LONGEST_WAIT_NS);
    if (waitNs <= 0 || more || !commands.isEmpty()) {
      return;
    }
    long pauseNs = gathering.pauseNs();
    if (pauseNs > 0) {
      LockSupport.parkNanos(this, Math.min(waitNs, pauseNs));
    } else {
      sockets.await(waitNs);
    }
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

  private void receive() throws IOException {
    more = sockets.receive(buffer, sink);
    if (roundDatagrams > 0) {
      counters.add(MediaCounter.DATAGRAMS_RECEIVED, roundDatagrams);
      counters.add(MediaCounter.BYTES_RECEIVED, roundBytes);
    }
    gathering.note(roundDatagrams, System.nanoTime());
    roundDatagrams = 0;
    roundBytes = 0;
  }

  private void take(int length, UdpSocket local, InetSocketAddress source) {
    roundDatagrams++;
    roundBytes += length;
    try {
      handler.onDatagram(buffer, length, local, source, System.nanoTime());
    } catch (RuntimeException e) {
      counters.increment(MediaCounter.DROPPED_ERROR);
      fault(e);
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

  /** Frees the ports; for a loop that never ran, the loop itself does it otherwise. */
  public void close() {
    try {
      sockets.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "A media port did not close cleanly", e);
    }
  }
}

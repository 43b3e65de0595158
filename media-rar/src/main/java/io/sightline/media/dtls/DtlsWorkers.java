package io.sightline.media.dtls;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Runs DTLS work on an executor's threads, a bounded number at a time. A thread is held only while
 * there is work. Safe from any thread.
 */
public final class DtlsWorkers {
  /** Handshakes that may wait for a thread; beyond, the browser's retransmission asks again. */
  private static final int MAX_WAITING = 1024;

  private final Executor executor;
  private final int maxRunning;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int running;
  private boolean closed;

  public DtlsWorkers(Executor executor, int maxRunning) {
    this.executor = executor;
    this.maxRunning = maxRunning;
  }

  /** Queues a task that must not throw; false when too many wait already. */
  boolean submit(Runnable task) {
    synchronized (waiting) {
      if (closed || waiting.size() >= MAX_WAITING) {
        return false;
      }
      waiting.add(task);
      if (running >= maxRunning) {
        return true;
      }
      running++;
    }
    executor.execute(this::work);
    return true;
  }

  /** Takes no more work; what runs ends with its association. */
  public void close() {
    synchronized (waiting) {
      closed = true;
      waiting.clear();
    }
  }

  private void work() {
    while (true) {
      Runnable task;
      synchronized (waiting) {
        task = waiting.poll();
        if (task == null) {
          running--;
          return;
        }
      }
      task.run();
    }
  }
}

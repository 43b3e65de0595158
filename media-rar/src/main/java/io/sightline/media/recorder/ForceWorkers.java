package io.sightline.media.recorder;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Forces files to disk, several at a time: a journalling file system serves all that wait with one
 * write. Borrows threads for as long as there is work.
 */
final class ForceWorkers {
  private final Executor threads;
  private final int most;
  private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();

  /**
   * @param most threads at a time
   */
  ForceWorkers(Executor threads, int most) {
    this.threads = threads;
    this.most = most;
  }

  /** Takes a piece of work for the next {@link #start}. */
  void add(Runnable piece) {
    work.add(piece);
    waiting.incrementAndGet();
  }

  /** Has done what waits, elsewhere; here when there is no thread to have. Disk thread. */
  void start() {
    for (int more = Math.min(waiting.get(), most - running.get()); more > 0; more--) {
      running.incrementAndGet();
      try {
        threads.execute(this::run);
      } catch (RejectedExecutionException e) {
        run();
      }
    }
  }

  private void run() {
    try {
      for (Runnable piece = work.poll(); piece != null; piece = work.poll()) {
        waiting.decrementAndGet();
        piece.run();
      }
    } finally {
      running.decrementAndGet();
    }
  }
}

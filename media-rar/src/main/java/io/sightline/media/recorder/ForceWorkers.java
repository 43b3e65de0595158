package io.sightline.media.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * Forces files to disk: many with one call for the whole store where the system has one, else
 * several at a time, for a journalling file system serves all that wait with one write. Borrows
 * threads for as long as there is work.
 */
final class ForceWorkers {
  /** Files from which on forcing the store is cheaper than forcing each. */
  private static final int MANY = 8;

  /** Forcing the store waits for what others write there, too; files do not wait longer for it. */
  private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How long files are forced one by one after that. */
  private static final long SHUNNED_NS = TimeUnit.SECONDS.toNanos(10);

  private final Executor threads;
  private final int most;
  private final BooleanSupplier store;
  private final List<ForceTask> arriving = new ArrayList<>();
  private final Queue<ForceTask> work = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final LongAdder done = new LongAdder();
  private final LongAdder stores = new LongAdder();
  private final LongAccumulator longestNs = new LongAccumulator(Math::max, 0);
  private volatile boolean syncing;
  private List<ForceTask> together = List.of();
  private long syncBegunNs;
  private long shunnedUntilNs = System.nanoTime();

  /**
   * Workers with nothing to do.
   *
   * @param most threads at a time
   * @param store forces the whole store; true when everything in it is on disk then
   */
  ForceWorkers(Executor threads, int most, BooleanSupplier store) {
    this.threads = threads;
    this.most = most;
    this.store = store;
  }

  /** Takes a task for the next {@link #start}. Disk thread. */
  void add(ForceTask task) {
    task.whenEnded(
        () -> {
          done.increment();
          longestNs.accumulate(task.ageNs());
        });
    arriving.add(task);
  }

  /** Tasks done since the start. */
  long done() {
    return done.sum();
  }

  /** How often the whole store was forced since the start. */
  long storesForced() {
    return stores.sum();
  }

  /** The longest time from a task's making to its end since the last call, in ns. */
  long takeLongestNs() {
    return longestNs.getThenReset();
  }

  /** Has done what waits, elsewhere; here when there is no thread to have. Disk thread. */
  void start() {
    long nowNs = System.nanoTime();
    if (!syncing) {
      together = List.of();
    } else if (!together.isEmpty() && nowNs - syncBegunNs > PATIENCE_NS) {
      together.forEach(this::forceSingly);
      together = List.of();
      shunnedUntilNs = nowNs + SHUNNED_NS;
    }
    if (!arriving.isEmpty()) {
      if (!syncing && nowNs - shunnedUntilNs >= 0) {
        forceTogether(nowNs);
      }
      arriving.forEach(this::forceSingly);
      arriving.clear();
    }
    startWorkers();
  }

  private void forceTogether(long nowNs) {
    List<ForceTask> covered = new ArrayList<>(arriving);
    covered.removeIf(task -> !task.isPartOfStore());
    if (covered.size() < MANY) {
      return;
    }
    syncing = true;
    try {
      threads.execute(() -> sync(covered));
    } catch (RejectedExecutionException e) {
      syncing = false;
      return;
    }
    arriving.removeIf(ForceTask::isPartOfStore);
    together = covered;
    syncBegunNs = nowNs;
  }

  private void sync(List<ForceTask> covered) {
    try {
      if (store.getAsBoolean()) {
        stores.increment();
        covered.forEach(ForceTask::covered);
      } else {
        // Each file tells whether it is the one.
        covered.forEach(ForceTask::run);
      }
    } finally {
      syncing = false;
    }
  }

  private void forceSingly(ForceTask task) {
    if (!task.isDone()) {
      work.add(task);
      waiting.incrementAndGet();
    }
  }

  private void startWorkers() {
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
      for (ForceTask task = work.poll(); task != null; task = work.poll()) {
        waiting.decrementAndGet();
        task.run();
      }
    } finally {
      running.decrementAndGet();
    }
  }
}

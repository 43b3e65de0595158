package io.sightline.media.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForceWorkersTest {
  private static final int MANY = 20;
  private static final int THREADS = 3;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger stores = new AtomicInteger();
  private final AtomicInteger files = new AtomicInteger();
  private final List<ForceTask> tasks = new ArrayList<>();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private ForceWorkers workers(BooleanSupplier store) {
    return new ForceWorkers(
        threads,
        THREADS,
        () -> {
          stores.incrementAndGet();
          return store.getAsBoolean();
        });
  }

  private void add(ForceWorkers workers, int count, boolean partOfStore) {
    for (int i = 0; i < count; i++) {
      ForceTask task = new ForceTask(files::incrementAndGet, partOfStore, () -> {});
      tasks.add(task);
      workers.add(task);
    }
  }

  private void awaitAll() throws Exception {
    for (ForceTask task : tasks) {
      task.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void manyFilesAreForcedWithTheirStore() throws Exception {
    ForceWorkers workers = workers(() -> true);
    add(workers, MANY, true);
    workers.start();
    awaitAll();
    assertEquals(1, stores.get());
    assertEquals(0, files.get());
  }

  @Test
  void whatLiesElsewhereIsForcedByItself() throws Exception {
    ForceWorkers workers = workers(() -> true);
    add(workers, MANY, true);
    add(workers, 2, false);
    workers.start();
    awaitAll();
    assertEquals(1, stores.get());
    assertEquals(2, files.get());
  }

  @Test
  void fewFilesAreForcedOneByOne() throws Exception {
    ForceWorkers workers = workers(() -> true);
    add(workers, 2, true);
    workers.start();
    awaitAll();
    assertEquals(0, stores.get());
    assertEquals(2, files.get());
  }

  /** A fault somewhere in the store does not tell of which file: each is asked. */
  @Test
  void eachFileIsAskedWhenTheStoreFails() throws Exception {
    ForceWorkers workers = workers(() -> false);
    add(workers, MANY, true);
    ForceTask broken =
        new ForceTask(
            () -> {
              throw new IOException("Input/output error");
            },
            true,
            () -> {});
    workers.add(broken);
    workers.start();
    awaitAll();
    assertEquals(MANY, files.get());
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> broken.get(20, TimeUnit.SECONDS));
    assertEquals("Input/output error", e.getCause().getMessage());
  }

  /** Another program's gigabyte in the same store must not hold up the recordings. */
  @Test
  void aStoreThatTakesLongIsNotWaitedFor() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    ForceWorkers workers =
        workers(
            () -> {
              try {
                return written.await(20, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                return false;
              }
            });
    add(workers, MANY, true);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!tasks.stream().allMatch(ForceTask::isDone)) {
      assertTrue(System.nanoTime() < deadline, "forced one by one");
      workers.start();
      Thread.onSpinWait();
    }
    assertEquals(MANY, files.get());
    written.countDown();
    add(workers, MANY, true);
    workers.start();
    awaitAll();
    assertEquals(1, stores.get(), "the store is left alone for a while");
    assertEquals(2 * MANY, files.get());
  }

  @Test
  void withoutThreadsItIsDoneAtOnce() {
    ForceWorkers workers =
        new ForceWorkers(
            task -> {
              throw new RejectedExecutionException();
            },
            THREADS,
            () -> true);
    add(workers, MANY, true);
    workers.start();
    assertEquals(MANY, files.get());
    assertTrue(tasks.stream().allMatch(ForceTask::isDone));
  }
}

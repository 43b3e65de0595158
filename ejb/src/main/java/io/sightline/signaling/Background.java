package io.sightline.signaling;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs work on the container's threads, outside of the transaction at hand. */
@ApplicationScoped
public class Background {
  private static final Logger LOG = System.getLogger(Background.class.getName());

  @Resource private ManagedExecutorService executor;
  @Resource private ManagedScheduledExecutorService scheduler;
  private final Set<Due> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /** Runs it soon. */
  public void run(Runnable work) {
    executor.execute(() -> guarded(work));
  }

  /** Runs it once, after a delay; not after a stop of the application. */
  public void later(Duration delay, Runnable work) {
    Due due = new Due(work);
    waiting.add(due);
    due.future = scheduler.schedule(due, delay.toMillis(), TimeUnit.MILLISECONDS);
    if (stopped) {
      due.cancel();
    }
  }

  /** The container's scheduler outlives the application, and would hold it for as long. */
  @PreDestroy
  void stop() {
    stopped = true;
    waiting.forEach(Due::cancel);
  }

  /** What waits for its time. */
  private final class Due implements Runnable {
    private final Runnable work;
    private volatile Future<?> future;

    Due(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      waiting.remove(this);
      guarded(work);
    }

    private void cancel() {
      Future<?> scheduled = future;
      if (scheduled != null) {
        waiting.remove(this);
        scheduled.cancel(false);
      }
    }
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "background work failed", failure);
    }
  }
}

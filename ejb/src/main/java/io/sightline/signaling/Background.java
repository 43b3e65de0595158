package io.sightline.signaling;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs work on the container's threads, outside of the transaction at hand. */
@ApplicationScoped
public class Background {
  private static final Logger LOG = System.getLogger(Background.class.getName());

  @Resource private ManagedExecutorService executor;
  @Resource private ManagedScheduledExecutorService scheduler;

  /** Runs it soon. */
  public void run(Runnable work) {
    executor.execute(() -> guarded(work));
  }

  /** Runs it once, after a delay; not after a restart of the server. */
  public void later(Duration delay, Runnable work) {
    ScheduledFuture<?> unused =
        scheduler.schedule(() -> guarded(work), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "background work failed", failure);
    }
  }
}

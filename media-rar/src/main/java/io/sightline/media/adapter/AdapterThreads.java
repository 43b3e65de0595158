package io.sightline.media.adapter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs each task on a thread of its own. The media server's loops last as long as the adapter does:
 * as work of the container they would keep its threads, and Open Liberty waits 30 s for such work
 * at its stop, before it asks for its end. What enters the application is work all the same, see
 * {@link EventReceivers}.
 */
final class AdapterThreads implements Executor {
  private static final Logger LOG = System.getLogger(AdapterThreads.class.getName());

  private final AtomicInteger made = new AtomicInteger();

  @Override
  public void execute(Runnable task) {
    Thread thread = new Thread(task, "sightline-media-" + made.incrementAndGet());
    thread.setDaemon(true);
    thread.setContextClassLoader(AdapterThreads.class.getClassLoader());
    thread.setUncaughtExceptionHandler(
        (failed, failure) ->
            LOG.log(Level.ERROR, "thread " + failed.getName() + " ended early", failure));
    thread.start();
  }
}

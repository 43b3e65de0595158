package io.sightline.media.adapter;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs tasks on the container's threads, told to be long-running where the container listens. */
final class WorkExecutor implements Executor {
  private final WorkManager manager;
  private final boolean hints;
  private volatile Runnable release = () -> {};

  WorkExecutor(BootstrapContext context) {
    this.manager = context.getWorkManager();
    this.hints = context.isContextSupported(HintsContext.class);
  }

  /** What to do when the container wants its threads back. */
  void onRelease(Runnable action) {
    release = action;
  }

  @Override
  public void execute(Runnable task) {
    try {
      manager.scheduleWork(
          hints ? new HintedTask(task) : new Task(task), WorkManager.INDEFINITE, null, null);
    } catch (WorkException e) {
      throw new RejectedExecutionException("The container gives no thread", e);
    }
  }

  private class Task implements Work {
    private final Runnable body;
    private volatile boolean finished;

    Task(Runnable body) {
      this.body = body;
    }

    @Override
    public void run() {
      try {
        body.run();
      } finally {
        finished = true;
      }
    }

    /** Some containers release every piece of work that has ended, too: that asks for nothing. */
    @Override
    public void release() {
      if (!finished) {
        release.run();
      }
    }
  }

  /** Without this the loops would take the threads meant for short work. */
  private final class HintedTask extends Task implements WorkContextProvider {
    HintedTask(Runnable body) {
      super(body);
    }

    @Override
    public List<WorkContext> getWorkContexts() {
      HintsContext context = new HintsContext();
      context.setHint(HintsContext.LONGRUNNING_HINT, Boolean.TRUE);
      context.setHint(HintsContext.NAME_HINT, "sightline-media");
      return List.of(context);
    }
  }
}

package io.sightline.media.recorder;

import java.io.IOException;
import java.util.concurrent.FutureTask;

/** Forces something to disk once, by itself or by a call that forces the whole store. */
final class ForceTask extends FutureTask<Void> {
  private final long madeNs = System.nanoTime();
  private final boolean partOfStore;
  private final Runnable ended;
  private volatile Runnable counted = () -> {};

  /** What forces it, and it alone. */
  @FunctionalInterface
  interface Forcing {
    void force() throws IOException;
  }

  /**
   * A task that nobody has begun.
   *
   * @param partOfStore whether forcing the store's file system forces this, too
   * @param ended run when it has ended, well or not, on the thread that did it
   */
  ForceTask(Forcing forcing, boolean partOfStore, Runnable ended) {
    super(
        () -> {
          forcing.force();
          return null;
        });
    this.partOfStore = partOfStore;
    this.ended = ended;
  }

  boolean isPartOfStore() {
    return partOfStore;
  }

  /** How old it is. */
  long ageNs() {
    return System.nanoTime() - madeNs;
  }

  /** Has this run when it has ended; to be said before anybody begins it. */
  void whenEnded(Runnable count) {
    counted = count;
  }

  /** The store was forced since the task was made. Nothing if somebody did it meanwhile. */
  void covered() {
    set(null);
  }

  @Override
  protected void done() {
    ended.run();
    counted.run();
  }
}

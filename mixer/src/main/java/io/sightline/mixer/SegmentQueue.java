package io.sightline.mixer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Has segments encoded by several threads and hands them out in their order. One more than there
 * are threads may be done and wait, so that memory stays bounded. Used by one thread.
 */
final class SegmentQueue implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SegmentQueue.class.getName());
  private static final long STOP_SECONDS = 60;

  private final SegmentWork work;
  private final boolean alone;
  private final Iterator<Segment> left;
  private final ExecutorService workers;
  private final Deque<Future<EncodedSegment>> started = new ArrayDeque<>();

  SegmentQueue(SegmentWork work, List<Segment> segments, int threads) {
    this.work = work;
    this.alone = segments.size() == 1;
    this.left = segments.iterator();
    this.workers =
        Executors.newFixedThreadPool(
            threads,
            body -> {
              Thread thread = new Thread(body, "segment");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i <= threads; i++) {
      start();
    }
  }

  private void start() {
    if (left.hasNext()) {
      Segment segment = left.next();
      started.add(workers.submit(() -> work.run(segment, alone)));
    }
  }

  /** Waits for the next segment; it is the caller's to close. Returns null after the last. */
  EncodedSegment next() throws IOException {
    Future<EncodedSegment> first = started.poll();
    if (first == null) {
      return null;
    }
    try {
      EncodedSegment encoded = first.get();
      start();
      return encoded;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException known) {
        throw known;
      }
      throw new IllegalStateException("encoding a segment failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Ends what still runs and lets go of what was not taken. */
  @Override
  public void close() {
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a segment does not end");
      }
      for (Future<EncodedSegment> future : started) {
        if (future.isDone()) {
          discard(future);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void discard(Future<EncodedSegment> future) throws InterruptedException {
    try {
      future.get().close();
    } catch (ExecutionException e) {
      LOG.log(Level.FINE, "a segment that nobody waits for has failed", e.getCause());
    }
  }
}

package io.sightline.testsupport.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;

/** The one thread that reads the sockets and runs the timers of its peers. */
public final class PeerLoop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PeerLoop.class.getName());

  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::atNs).thenComparingLong(Timer::order));
  private long order;
  private volatile boolean closed;
  private volatile RuntimeException fault;

  private record Timer(long atNs, long order, Runnable action) {}

  private PeerLoop(String name) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Starts a thread of the given name. */
  public static PeerLoop start(String name) {
    PeerLoop loop = new PeerLoop(name);
    loop.thread.start();
    return loop;
  }

  /** Runs an action on the loop's thread, soon. Any thread. */
  public void execute(Runnable action) {
    commands.add(action);
    if (Thread.currentThread() != thread) {
      selector.wakeup();
    }
  }

  /** Runs an action on the loop's thread and waits for its answer. Any other thread. */
  public <T> T call(Callable<T> action) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    execute(
        () -> {
          try {
            answer.complete(action.call());
          } catch (Exception e) {
            answer.completeExceptionally(e);
          }
        });
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The first exception that reached the top of the loop, or null; a test should look. */
  public RuntimeException fault() {
    return fault;
  }

  /** Runs an action at a time of {@link System#nanoTime}. The loop's thread only. */
  void at(long atNs, Runnable action) {
    timers.add(new Timer(atNs, order++, action));
  }

  /** Calls {@code readable} whenever the channel has datagrams. The loop's thread only. */
  void register(DatagramChannel channel, Runnable readable) throws IOException {
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, readable);
  }

  private void run() {
    while (!closed) {
      guarded(this::turn);
    }
    for (SelectionKey key : selector.keys()) {
      guarded(() -> closeQuietly(key));
    }
    guarded(this::closeSelector);
  }

  private void turn() {
    Timer next = timers.peek();
    long waitMs =
        next == null ? 1000 : Math.max(0, (next.atNs() - System.nanoTime() + 999_999) / 1_000_000);
    try {
      if (waitMs == 0 || !commands.isEmpty()) {
        selector.selectNow(this::ready);
      } else {
        selector.select(this::ready, waitMs);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
      guarded(command);
    }
    long now = System.nanoTime();
    while (!timers.isEmpty() && timers.peek().atNs() <= now) {
      guarded(timers.poll().action());
    }
  }

  private void ready(SelectionKey key) {
    guarded((Runnable) key.attachment());
  }

  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      if (fault == null) {
        fault = e;
      }
      LOG.log(System.Logger.Level.ERROR, "in the peers' loop", e);
    }
  }

  private void closeQuietly(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void closeSelector() {
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the thread and closes the sockets of all peers. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.sightline.media.server;

import io.sightline.media.api.Candidate;
import io.sightline.media.forwarding.EndpointTable;
import io.sightline.media.forwarding.Forwarder;
import io.sightline.media.forwarding.MediaContext;
import io.sightline.media.management.MediaCounters;
import io.sightline.media.transport.MediaThread;
import io.sightline.media.transport.Transport;
import io.sightline.media.transport.UdpPort;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A UDP port, the media thread that serves it, and the calls of that thread. Lanes share no state
 * that changes with a packet but counters. Any thread may use a lane; it hands over and does not
 * wait.
 */
final class Lane {
  private final int port;
  private final MediaThread thread;
  private final List<Candidate> candidates;
  private EndpointTable table;

  private Lane(int port, MediaThread thread, List<Candidate> candidates) {
    this.port = port;
    this.thread = thread;
    this.candidates = candidates;
  }

  /** Says of what a lane's endpoints are to be made. */
  @FunctionalInterface
  interface Contexts {
    MediaContext of(UdpPort port, Executor loop);
  }

  /**
   * Binds the port.
   *
   * @param transport by which datagrams come and go
   * @param number of the port, 0 for any free one
   * @throws IOException when it cannot be bound; nothing is left behind
   */
  static Lane open(
      MediaConfiguration configuration,
      Transport transport,
      int number,
      MediaCounters counters,
      Contexts contexts)
      throws IOException {
    UdpPort port = transport.open(configuration.bindAddress(), number, counters);
    MediaThread thread =
        new MediaThread(
            port, counters, TimeUnit.MICROSECONDS.toNanos(configuration.gatherMicros()));
    try {
      int bound = port.localPort();
      Lane lane = new Lane(bound, thread, LocalCandidates.of(configuration, bound));
      MediaContext context = contexts.of(port, thread::post);
      lane.table = new EndpointTable(context);
      thread.serve(new Forwarder(context, lane.table));
      return lane;
    } catch (IOException | RuntimeException e) {
      thread.close();
      throw e;
    }
  }

  int port() {
    return port;
  }

  /** Where browsers reach the port. */
  List<Candidate> candidates() {
    return candidates;
  }

  /** Share of the time in which the thread did not wait for something to do, 0 to 1. */
  double load() {
    return thread.load();
  }

  void run(Executor threads) {
    threads.execute(thread);
  }

  /** Has the media thread do something with its calls. */
  void post(Consumer<EndpointTable> command) {
    thread.post(() -> command.accept(table));
  }

  /** Closes all calls and has the thread end. */
  void beginStop() {
    post(EndpointTable::closeAll);
    thread.stop();
  }

  boolean awaitEnd(long timeoutMillis) throws InterruptedException {
    return thread.awaitEnd(timeoutMillis);
  }

  /** Frees the port of a lane that never ran. */
  void close() {
    thread.close();
  }
}

package io.sightline.media.server;

import io.sightline.media.forwarding.EndpointTable;
import io.sightline.media.forwarding.Forwarder;
import io.sightline.media.forwarding.MediaContext;
import io.sightline.media.management.MediaCounters;
import io.sightline.media.transport.DatagramHandler;
import io.sightline.media.transport.MediaThread;
import io.sightline.media.transport.RealtimeScheduling;
import io.sightline.media.transport.Transport;
import io.sightline.media.transport.UdpSocket;
import io.sightline.media.transport.UdpSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A media thread, the UDP ports that it serves, and the calls of that thread. Lanes share no state
 * that changes with a packet but counters. Any thread may use a lane; it hands over and does not
 * wait.
 */
final class Lane {
  private final UdpSockets sockets;
  private final MediaThread thread;
  private final Runnable loop;
  private BoundPort port;
  private EndpointTable table;
  private AddressQueries queries;

  private Lane(UdpSockets sockets, MediaThread thread, int realtimePriority) {
    this.sockets = sockets;
    this.thread = thread;
    this.loop = RealtimeScheduling.of(realtimePriority, thread);
  }

  /** Says of what a lane's endpoints are to be made. */
  @FunctionalInterface
  interface Contexts {
    MediaContext of(UdpSockets sockets, Executor loop);
  }

  /** A lane without a port. */
  static Lane open(
      MediaConfiguration configuration,
      Transport transport,
      MediaCounters counters,
      PublicAddresses found,
      Contexts contexts)
      throws IOException {
    UdpSockets sockets = transport.open(counters);
    long gatherNs =
        sockets.servesManyAtOnce()
            ? TimeUnit.MICROSECONDS.toNanos(configuration.gatherMicros())
            : 0;
    MediaThread thread = new MediaThread(sockets, counters, gatherNs);
    Lane lane = new Lane(sockets, thread, configuration.realtimePriority());
    MediaContext context = contexts.of(sockets, thread::execute);
    lane.table = new EndpointTable(context);
    DatagramHandler forwarder = new Forwarder(context, lane.table);
    if (!configuration.stunServers().isEmpty()) {
      lane.queries = new AddressQueries(forwarder, sockets, counters, found, context.random());
      forwarder = lane.queries;
    }
    thread.serve(forwarder);
    return lane;
  }

  /** Gives a lane that does not run yet the port that its participants share. */
  void share(BoundPort shared) throws IOException {
    port = shared;
    for (UdpSocket socket : shared.sockets()) {
      sockets.add(socket);
    }
  }

  /** The port that participants share, and by which STUN servers are asked; or null. */
  BoundPort port() {
    return port;
  }

  /** Has the media thread serve a further port; it is closed with the lane at the latest. */
  void serve(BoundPort own) {
    thread.post(() -> own.sockets().forEach(this::add));
  }

  private void add(UdpSocket socket) {
    try {
      sockets.add(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Has the media thread close a port.
   *
   * @param closed run on the media thread once the port is free
   */
  void release(BoundPort own, Runnable closed) {
    thread.post(
        () -> {
          try {
            for (UdpSocket socket : own.sockets()) {
              sockets.remove(socket);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } finally {
            closed.run();
          }
        });
  }

  /** Binds the shared port on addresses that this machine did not have before. */
  void extend(MediaPorts ports) throws IOException {
    if (port == null) {
      return;
    }
    for (InetAddress address : ports.addresses()) {
      if (!port.isBound(address) && port.sockets().size() < MediaPorts.MAX_ADDRESSES) {
        UdpSocket further = port.extend(ports.transport(), address, UdpSocket.SHARED_BUFFER_BYTES);
        thread.post(() -> add(further));
      }
    }
  }

  /** Has STUN servers asked about the shared port. */
  void ask(List<InetSocketAddress> servers) {
    if (port != null) {
      thread.post(() -> queries.ask(servers, port.sockets(), System.nanoTime()));
    }
  }

  /** Share of the time in which the thread did not wait for something to do, 0 to 1. */
  double load() {
    return thread.load();
  }

  void run(Executor threads) {
    threads.execute(loop);
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

  /** Frees the ports of a lane that never ran. */
  void close() {
    thread.close();
  }
}

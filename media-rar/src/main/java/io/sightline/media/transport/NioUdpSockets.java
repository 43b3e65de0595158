package io.sightline.media.transport;

import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Sockets by java.nio: a call into the system for each datagram, on every JDK. */
final class NioUdpSockets implements UdpSockets {
  /** Datagrams read before commands and timers get their turn again. */
  private static final int BATCH = 256;

  /** Datagrams of one socket before the next one has its turn. */
  private static final int TURN = 64;

  private final Selector selector;
  private final MediaCounters counters;
  private final Set<NioUdpSocket> sockets = new HashSet<>();
  private final ArrayDeque<NioUdpSocket> ready = new ArrayDeque<>();
  private final Consumer<SelectionKey> noteReady = this::noteReady;
  private final ByteBuffer received = ByteBuffer.allocateDirect(MediaThread.BUFFER_BYTES);
  private final ByteBuffer sent = ByteBuffer.allocateDirect(MediaThread.BUFFER_BYTES);
  private boolean selected;

  NioUdpSockets(MediaCounters counters) throws IOException {
    this.counters = counters;
    this.selector = Selector.open();
  }

  @Override
  public void add(UdpSocket socket) throws IOException {
    NioUdpSocket ours = (NioUdpSocket) socket;
    sockets.add(ours);
    ours.channel().register(selector, SelectionKey.OP_READ, ours);
  }

  @Override
  public void remove(UdpSocket socket) throws IOException {
    NioUdpSocket ours = (NioUdpSocket) socket;
    sockets.remove(ours);
    ready.remove(ours);
    ours.close();
    // A registered channel lets go of its port when the selector has seen that it is closed.
    selector.selectNow(noteReady);
  }

  @Override
  public void await(long nanos) throws IOException {
    selector.select(noteReady, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
    selected = true;
  }

  private void noteReady(SelectionKey key) {
    NioUdpSocket socket = (NioUdpSocket) key.attachment();
    if (!socket.queued) {
      socket.queued = true;
      ready.addLast(socket);
    }
  }

  @Override
  public void wakeUp() {
    selector.wakeup();
  }

  @Override
  public boolean receive(byte[] buffer, Sink sink) throws IOException {
    if (!selected) {
      selector.selectNow(noteReady);
    }
    selected = false;
    int taken = 0;
    while (taken < BATCH && !ready.isEmpty()) {
      NioUdpSocket socket = ready.pollFirst();
      int count = receive(socket, buffer, sink);
      taken += count;
      socket.queued = count == TURN;
      if (socket.queued) {
        ready.addLast(socket);
      }
    }
    return !ready.isEmpty();
  }

  private int receive(NioUdpSocket socket, byte[] buffer, Sink sink) throws IOException {
    for (int i = 0; i < TURN; i++) {
      received.clear();
      InetSocketAddress source = receiveFrom(socket);
      if (source == null) {
        return i;
      }
      int length = received.position();
      received.get(0, buffer, 0, length);
      sink.take(length, socket, source);
    }
    return TURN;
  }

  /** Null also for a socket that was closed meanwhile, unless all of them were. */
  private InetSocketAddress receiveFrom(NioUdpSocket socket) throws IOException {
    try {
      return (InetSocketAddress) socket.channel().receive(received);
    } catch (ClosedChannelException e) {
      if (sockets.contains(socket)) {
        throw e;
      }
      return null;
    }
  }

  @Override
  public void send(byte[] buffer, int length, UdpSocket local, InetSocketAddress target) {
    try {
      sent.clear().put(buffer, 0, length).flip();
      if (((NioUdpSocket) local).channel().send(sent, target) == length) {
        counters.increment(MediaCounter.DATAGRAMS_SENT);
        counters.add(MediaCounter.BYTES_SENT, length);
        return;
      }
    } catch (IOException | IllegalArgumentException e) {
      // Unreachable networks and ports are the other side's matter: counted below.
      sent.clear();
    }
    counters.increment(MediaCounter.DROPPED_SEND_FAILED);
  }

  @Override
  public boolean servesManyAtOnce() {
    return false;
  }

  @Override
  public void flush() {
    // Every datagram has left at once.
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      for (NioUdpSocket socket : sockets) {
        socket.close();
      }
      sockets.clear();
    }
  }
}

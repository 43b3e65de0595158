package io.sightline.media.transport;

import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;

/** A port by java.nio: a call into the system for each datagram, on every JDK. */
final class NioUdpPort implements UdpPort {
  /** Datagrams read before commands and timers get their turn again. */
  private static final int BATCH = 256;

  private final DatagramChannel channel;
  private final Selector selector;
  private final MediaCounters counters;
  private final ByteBuffer received = ByteBuffer.allocateDirect(MediaThread.BUFFER_BYTES);
  private final ByteBuffer sent = ByteBuffer.allocateDirect(MediaThread.BUFFER_BYTES);

  private NioUdpPort(DatagramChannel channel, Selector selector, MediaCounters counters) {
    this.channel = channel;
    this.selector = selector;
    this.counters = counters;
  }

  /** Binds a port, 0 for any free one. */
  @SuppressWarnings("resource") // The channel belongs to the port that is returned.
  static NioUdpPort open(InetAddress address, int port, MediaCounters counters) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
      channel.bind(new InetSocketAddress(address, port));
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      return new NioUdpPort(channel, selector, counters);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int localPort() {
    try {
      return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new IllegalStateException("The media port is closed", e);
    }
  }

  @Override
  public void await(long nanos) throws IOException {
    selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
    selector.selectedKeys().clear();
  }

  @Override
  public void wakeUp() {
    selector.wakeup();
  }

  @Override
  public boolean receive(byte[] buffer, Sink sink) throws IOException {
    for (int i = 0; i < BATCH; i++) {
      received.clear();
      InetSocketAddress source = (InetSocketAddress) channel.receive(received);
      if (source == null) {
        return false;
      }
      int length = received.position();
      received.get(0, buffer, 0, length);
      sink.take(length, source);
    }
    return true;
  }

  @Override
  public void send(byte[] buffer, int length, InetSocketAddress target) {
    try {
      sent.clear().put(buffer, 0, length).flip();
      if (channel.send(sent, target) == length) {
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
  public void flush() {
    // Every datagram has left at once.
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      channel.close();
    }
  }
}

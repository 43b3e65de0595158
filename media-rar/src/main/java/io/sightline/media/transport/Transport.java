package io.sightline.media.transport;

import io.sightline.media.foreign.ForeignException;
import io.sightline.media.management.MediaCounters;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** How datagrams come and go. */
public enum Transport {
  /** By java.nio, on every JDK and system. */
  NIO {
    @Override
    public UdpSockets open(MediaCounters counters) throws IOException {
      return new NioUdpSockets(counters);
    }

    @Override
    UdpSocket bindUnnamed(InetAddress address, int port, int bufferBytes) throws IOException {
      return NioUdpSocket.bind(address, port, bufferBytes);
    }
  },
  /** By recvmmsg and sendmmsg of Linux, on JDK 22 and later. */
  NATIVE {
    @Override
    public UdpSockets open(MediaCounters counters) throws IOException {
      try {
        return NativeUdpSockets.open(counters);
      } catch (ForeignException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    UdpSocket bindUnnamed(InetAddress address, int port, int bufferBytes) throws IOException {
      try {
        return NativeUdpSocket.bind(address, port, bufferBytes);
      } catch (ForeignException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public void require() throws ForeignException {
      LinuxSockets.require();
      try {
        check();
      } catch (IOException e) {
        throw new ForeignException("datagrams between two ports failed: " + e.getMessage());
      }
    }
  };

  private static final long CHECK_NS = TimeUnit.SECONDS.toNanos(2);

  /** Makes an empty set of sockets for a media thread. */
  public abstract UdpSockets open(MediaCounters counters) throws IOException;

  abstract UdpSocket bindUnnamed(InetAddress address, int port, int bufferBytes) throws IOException;

  /**
   * Tries itself out.
   *
   * @throws ForeignException when it does not work here; the message says why
   */
  public void require() throws ForeignException {
    // What every JDK has needs no trial.
  }

  /**
   * Binds a port of one address, no wildcard; from any thread.
   *
   * @param port 0 for any free one
   * @param bufferBytes asked of the kernel each way, which may grant less
   * @throws IOException when it is taken or not permitted; the message names address and port
   */
  public UdpSocket bind(InetAddress address, int port, int bufferBytes) throws IOException {
    try {
      return bindUnnamed(address, port, bufferBytes);
    } catch (IOException e) {
      throw new PortUnavailableException(
          "UDP " + address.getHostAddress() + ":" + port + " cannot be bound", e);
    }
  }

  /** Sends known datagrams, some of them as one message, from one port to another. */
  private static void check() throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    List<byte[]> sent = new ArrayList<>();
    Random random = new Random(7);
    for (int length : new int[] {700, 700, 700, 12, 1}) {
      byte[] datagram = new byte[length];
      random.nextBytes(datagram);
      sent.add(datagram);
    }
    List<byte[]> arrived = new ArrayList<>();
    byte[] buffer = new byte[MediaThread.BUFFER_BYTES];
    MediaCounters ignored = new MediaCounters();
    try (UdpSockets from = NATIVE.open(ignored);
        UdpSockets to = NATIVE.open(ignored)) {
      UdpSocket source = NATIVE.bind(loopback, 0, UdpSocket.OWN_BUFFER_BYTES);
      from.add(source);
      UdpSocket target = NATIVE.bind(loopback, 0, UdpSocket.OWN_BUFFER_BYTES);
      to.add(target);
      sent.forEach(datagram -> from.send(datagram, datagram.length, source, target.local()));
      from.flush();
      long endNs = System.nanoTime() + CHECK_NS;
      while (arrived.size() < sent.size() && endNs - System.nanoTime() > 0) {
        to.await(endNs - System.nanoTime());
        to.receive(
            buffer,
            (length, local, address) -> {
              if (address.equals(source.local())) {
                arrived.add(Arrays.copyOf(buffer, length));
              }
            });
      }
    }
    if (!Arrays.deepEquals(sent.toArray(), arrived.toArray())) {
      throw new IOException("what arrived is not what was sent");
    }
  }
}

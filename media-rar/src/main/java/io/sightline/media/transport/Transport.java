package io.sightline.media.transport;

import io.sightline.media.foreign.ForeignException;
import io.sightline.media.management.MediaCounters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
    UdpPort bind(InetAddress address, int port, MediaCounters counters) throws IOException {
      return NioUdpPort.open(address, port, counters);
    }
  },
  /** By recvmmsg and sendmmsg of Linux, on JDK 22 and later. */
  NATIVE {
    @Override
    UdpPort bind(InetAddress address, int port, MediaCounters counters) throws IOException {
      try {
        return NativeUdpPort.open(address, port, counters);
      } catch (ForeignException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public void require() throws ForeignException {
      try {
        check();
      } catch (IOException e) {
        throw new ForeignException("datagrams between two ports failed: " + e.getMessage());
      }
    }
  };

  private static final long CHECK_NS = TimeUnit.SECONDS.toNanos(2);

  abstract UdpPort bind(InetAddress address, int port, MediaCounters counters) throws IOException;

  /**
   * Tries itself out.
   *
   * @throws ForeignException when it does not work here; the message says why
   */
  public void require() throws ForeignException {
    // What every JDK has needs no trial.
  }

  /**
   * Binds a port.
   *
   * @param port 0 for any free one
   * @throws IOException when it is taken or not permitted; the message names address and port
   */
  public UdpPort open(InetAddress address, int port, MediaCounters counters) throws IOException {
    try {
      return bind(address, port, counters);
    } catch (IOException e) {
      throw new IOException(
          "UDP "
              + address.getHostAddress()
              + ":"
              + port
              + " cannot be bound ("
              + e.getMessage()
              + "); set sightline.media.udp-port or sightline.media.bind-address",
          e);
    }
  }

  /** Sends known datagrams, some of them as one message, from one port to another. */
  private static void check() throws IOException, ForeignException {
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
    try (NativeUdpPort from = NativeUdpPort.open(loopback, 0, ignored);
        NativeUdpPort to = NativeUdpPort.open(loopback, 0, ignored)) {
      InetSocketAddress source = new InetSocketAddress(loopback, from.localPort());
      InetSocketAddress target = new InetSocketAddress(loopback, to.localPort());
      sent.forEach(datagram -> from.send(datagram, datagram.length, target));
      from.flush();
      long endNs = System.nanoTime() + CHECK_NS;
      while (arrived.size() < sent.size() && endNs - System.nanoTime() > 0) {
        to.await(endNs - System.nanoTime());
        to.receive(
            buffer,
            (length, address) -> {
              if (address.equals(source)) {
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

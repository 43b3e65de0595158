package io.sightline.media.server;

import io.sightline.media.transport.PortUnavailableException;
import io.sightline.media.transport.Transport;
import io.sightline.media.transport.UdpSocket;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One port number on each address of this machine, a socket for each: one socket for all would
 * answer from whatever address the routes prefer, which browsers do not take. Any thread.
 */
final class BoundPort implements Closeable {
  private static final Logger LOG = Logger.getLogger(BoundPort.class.getName());

  /** Numbers tried until one is free on every address, where any will do. */
  private static final int TRIES = 50;

  private final int number;
  private volatile List<UdpSocket> sockets;

  private BoundPort(int number, List<UdpSocket> sockets) {
    this.number = number;
    this.sockets = List.copyOf(sockets);
  }

  /**
   * Binds a number on addresses; those that are not this machine's any more are left out.
   *
   * @param number 0 for any that is free on all of them
   * @throws IOException when it is taken on one of them, or none can be bound; nothing is left
   *     behind
   */
  static BoundPort bind(
      Transport transport, List<InetAddress> addresses, int number, int bufferBytes)
      throws IOException {
    for (int i = 1; ; i++) {
      try {
        return bindOnce(transport, addresses, number, bufferBytes);
      } catch (PortUnavailableException e) {
        if (number != 0 || !e.isTaken() || i == TRIES) {
          throw e;
        }
      }
    }
  }

  private static BoundPort bindOnce(
      Transport transport, List<InetAddress> addresses, int number, int bufferBytes)
      throws IOException {
    List<UdpSocket> bound = new ArrayList<>();
    int wanted = number;
    PortUnavailableException left = null;
    try {
      for (InetAddress address : addresses) {
        try {
          bound.add(transport.bind(address, wanted, bufferBytes));
          wanted = bound.get(0).local().getPort();
        } catch (PortUnavailableException e) {
          if (!e.isForeign() || addresses.size() == 1) {
            throw e;
          }
          left = e;
          LOG.log(Level.FINE, "An address is left out", e);
        }
      }
      if (bound.isEmpty()) {
        throw left != null ? left : new IOException("This machine has no address to bind");
      }
      return new BoundPort(wanted, bound);
    } catch (IOException | RuntimeException e) {
      closeAll(bound);
      throw e;
    }
  }

  int number() {
    return number;
  }

  /** In the order of the addresses given. */
  List<UdpSocket> sockets() {
    return sockets;
  }

  /** Binds the number on an address that was not this machine's before. */
  UdpSocket extend(Transport transport, InetAddress address, int bufferBytes) throws IOException {
    UdpSocket socket = transport.bind(address, number, bufferBytes);
    synchronized (this) {
      List<UdpSocket> all = new ArrayList<>(sockets);
      all.add(socket);
      sockets = List.copyOf(all);
    }
    return socket;
  }

  boolean isBound(InetAddress address) {
    return sockets.stream().anyMatch(socket -> socket.local().getAddress().equals(address));
  }

  /** For a port that no media thread has, or has any more. */
  @Override
  public void close() {
    closeAll(sockets);
  }

  private static void closeAll(List<UdpSocket> sockets) {
    for (UdpSocket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "A media port did not close cleanly", e);
      }
    }
  }
}

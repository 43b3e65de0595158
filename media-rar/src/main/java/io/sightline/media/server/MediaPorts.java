package io.sightline.media.server;

import io.sightline.media.api.Candidate;
import io.sightline.media.api.MediaException;
import io.sightline.media.api.MediaException.Reason;
import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import io.sightline.media.transport.PortUnavailableException;
import io.sightline.media.transport.Transport;
import io.sightline.media.transport.UdpSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.List;

/**
 * Binds the ports of media: one for each media thread, or with a range one for each participant.
 * Any thread.
 */
final class MediaPorts {
  /** Numbers of the range tried for one participant, where other programs have some of them. */
  private static final int TRIES = 64;

  /** Addresses of one port; those that come and go stay bound, and only so many. */
  static final int MAX_ADDRESSES = 64;

  private final MediaConfiguration configuration;
  private final Transport transport;
  private final MediaCounters counters;
  private final PublicAddresses publicAddresses;
  private final PortRange range;
  private volatile List<InetAddress> addresses;

  MediaPorts(
      MediaConfiguration configuration,
      Transport transport,
      MediaCounters counters,
      PublicAddresses publicAddresses)
      throws SocketException {
    this.configuration = configuration;
    this.transport = transport;
    this.counters = counters;
    this.publicAddresses = publicAddresses;
    this.range =
        configuration.firstPort() == 0
            ? null
            : new PortRange(configuration.firstPort(), configuration.lastPort());
    this.addresses = LocalCandidates.bindable(configuration.bindAddress());
  }

  Transport transport() {
    return transport;
  }

  /** Whether each participant has a port. */
  boolean isRange() {
    return range != null;
  }

  /** Binds the port that a media thread's participants share. */
  BoundPort bindShared(int thread) throws IOException {
    int number = configuration.udpPort() == 0 ? 0 : configuration.udpPort() + thread;
    return BoundPort.bind(transport, addresses, number, UdpSocket.SHARED_BUFFER_BYTES);
  }

  /**
   * Binds a port of the range.
   *
   * @throws MediaException of reason REFUSED when none is left
   */
  BoundPort bindOwn() throws MediaException {
    String fault = "all are taken";
    for (int i = 0; i < TRIES; i++) {
      int number = range.take();
      if (number < 0) {
        break;
      }
      try {
        return BoundPort.bind(transport, addresses, number, UdpSocket.OWN_BUFFER_BYTES);
      } catch (IOException e) {
        range.giveBack(number);
        fault = e.getMessage();
        if (!(e instanceof PortUnavailableException taken && taken.isTaken())) {
          break;
        }
      }
    }
    counters.increment(MediaCounter.PORTS_REFUSED);
    throw new MediaException(
        Reason.REFUSED,
        "No UDP port of "
            + range
            + " can be had for a further participant (sightline.media.udp-ports): "
            + fault);
  }

  /**
   * Binds the port of the range that nobody has: it tells that the range can be had, and by it STUN
   * servers are asked.
   *
   * @throws IOException when none can be had
   */
  BoundPort bindAsking() throws IOException {
    try {
      return bindOwn();
    } catch (MediaException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** A port of the range is free again. */
  void giveBack(BoundPort port) {
    range.giveBack(port.number());
  }

  /** Numbers bound. */
  int inUse() {
    return range == null ? configuration.threads() : range.inUse();
  }

  /** What to announce of a port now. */
  List<Candidate> candidates(BoundPort port) {
    return LocalCandidates.of(configuration, addresses, port, publicAddresses);
  }

  /** Whether this machine's addresses are looked at again and again. */
  boolean followsInterfaces() {
    return configuration.bindAddress().isAnyLocalAddress();
  }

  /** Looks which addresses this machine has now; true when there are others than before. */
  boolean renewAddresses() throws SocketException {
    List<InetAddress> now = LocalCandidates.bindable(configuration.bindAddress());
    boolean changed = !now.isEmpty() && !now.equals(addresses);
    if (changed) {
      addresses = now;
    }
    return changed;
  }

  List<InetAddress> addresses() {
    return addresses;
  }

  @Override
  public String toString() {
    return range == null ? "shared" : range.toString();
  }
}

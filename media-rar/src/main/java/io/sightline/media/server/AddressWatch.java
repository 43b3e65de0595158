package io.sightline.media.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks what addresses this machine has, and has STUN servers asked what they are outside: both may
 * change while a server runs. A thread of its own, for looking up a server's name may take long.
 */
final class AddressWatch implements Runnable {
  private static final Logger LOG = Logger.getLogger(AddressWatch.class.getName());
  private static final long LOOK_SECONDS = 5;

  /** Asked so often, an address translation keeps what it has for the port. */
  private static final int LOOKS_PER_QUESTION = 5;

  private final MediaPorts ports;
  private final List<Lane> lanes;
  private final List<MediaConfiguration.StunServer> servers;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  AddressWatch(MediaPorts ports, List<Lane> lanes, List<MediaConfiguration.StunServer> servers) {
    this.ports = ports;
    this.lanes = List.copyOf(lanes);
    this.servers = servers;
  }

  /** Whether there is something to look at. */
  boolean isNeeded() {
    return ports.followsInterfaces() || !servers.isEmpty();
  }

  @Override
  public void run() {
    try {
      for (int look = 0; ; look++) {
        boolean changed = followInterfaces();
        if (!servers.isEmpty() && (changed || look % LOOKS_PER_QUESTION == 0)) {
          askNow();
        }
        if (stopped.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  private boolean followInterfaces() {
    try {
      if (!ports.followsInterfaces() || !ports.renewAddresses()) {
        return false;
      }
      LOG.log(Level.INFO, "This machine now has the addresses {0}", ports.addresses());
      for (Lane lane : lanes) {
        lane.extend(ports);
      }
      return true;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "This machine's addresses could not be followed", e);
      return false;
    }
  }

  private List<InetSocketAddress> resolve() {
    List<InetSocketAddress> resolved = new ArrayList<>();
    for (MediaConfiguration.StunServer server : servers) {
      try {
        for (InetAddress address : InetAddress.getAllByName(server.host())) {
          resolved.add(new InetSocketAddress(address, server.port()));
        }
      } catch (UnknownHostException e) {
        LOG.log(Level.WARNING, "The STUN server {0} has no address just now", server.host());
      }
    }
    return resolved;
  }

  /** Asks STUN servers without waiting for the next time; from any thread, it may take long. */
  void askNow() {
    List<InetSocketAddress> resolved = resolve();
    lanes.forEach(lane -> lane.ask(resolved));
  }

  /** Has the thread end; it may still wait for a name. */
  void stop() {
    stopped.countDown();
  }

  boolean awaitEnd(long timeoutMillis) throws InterruptedException {
    return ended.await(timeoutMillis, TimeUnit.MILLISECONDS);
  }
}

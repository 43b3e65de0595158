package io.sightline.media.server;

import io.sightline.media.api.Candidate;
import io.sightline.media.transport.UdpSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The host candidates to announce: where browsers can reach a media port. */
final class LocalCandidates {
  /** Type preference of host candidates (RFC 8445 section 5.1.2.1). */
  private static final long HOST_PREFERENCE = 126L << 24;

  private static final int HIGHEST_LOCAL_PREFERENCE = 65_535;
  private static final int RTP_COMPONENT = 1;

  private LocalCandidates() {}

  /**
   * Candidates of a port: the addresses configured, or else those that this machine has now, then
   * those that STUN servers see. All are of type host, the only one of an agent that is lite (RFC
   * 8445 section 5.2).
   *
   * @param addresses of this machine, now
   */
  static List<Candidate> of(
      MediaConfiguration configuration,
      List<InetAddress> addresses,
      BoundPort port,
      PublicAddresses publicAddresses) {
    Set<InetSocketAddress> all = new LinkedHashSet<>();
    for (InetAddress announced : configuration.announcedAddresses()) {
      all.add(new InetSocketAddress(announced, port.number()));
    }
    List<InetSocketAddress> seen = new ArrayList<>();
    for (UdpSocket socket : port.sockets()) {
      InetSocketAddress local = socket.local();
      if (configuration.announcedAddresses().isEmpty()
          && addresses.contains(local.getAddress())
          && isAnnounced(configuration, local.getAddress())) {
        all.add(local);
      }
      InetSocketAddress outside = publicAddresses.of(local);
      if (outside != null) {
        seen.add(outside);
      }
    }
    all.addAll(seen);
    List<Candidate> candidates = new ArrayList<>();
    for (InetSocketAddress address : all) {
      int index = candidates.size();
      long priority =
          HOST_PREFERENCE | (long) (HIGHEST_LOCAL_PREFERENCE - index) << 8 | (256 - RTP_COMPONENT);
      candidates.add(
          new Candidate(
              String.valueOf(index + 1),
              priority,
              literal(address.getAddress()),
              address.getPort(),
              "host"));
    }
    return List.copyOf(candidates);
  }

  /** Of all addresses the loopback of IPv6 is bound only: whoever has it has that of IPv4. */
  private static boolean isAnnounced(MediaConfiguration configuration, InetAddress address) {
    return !configuration.bindAddress().isAnyLocalAddress()
        || !address.isLoopbackAddress()
        || address instanceof Inet4Address;
  }

  /** Without the zone ("%eth0"), which means something on this machine only. */
  static String literal(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /**
   * Where to bind: the address given, or for a wildcard all unicast addresses but link-local ones,
   * IPv4 first, loopback last within its family.
   */
  static List<InetAddress> bindable(InetAddress bindAddress) throws SocketException {
    if (!bindAddress.isAnyLocalAddress()) {
      return List.of(bindAddress);
    }
    List<InetAddress> addresses = new ArrayList<>();
    for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
      if (!network.isUp()) {
        continue;
      }
      for (InterfaceAddress entry : network.getInterfaceAddresses()) {
        InetAddress address = entry.getAddress();
        if (!address.isLinkLocalAddress()) {
          addresses.add(address);
        }
      }
    }
    addresses.sort(
        Comparator.comparing((InetAddress a) -> !(a instanceof Inet4Address))
            .thenComparing(InetAddress::isLoopbackAddress));
    return List.copyOf(addresses);
  }
}

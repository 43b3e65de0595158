package io.sightline.media.server;

import io.sightline.media.api.Candidate;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The host candidates to announce: where browsers can reach the media port. */
final class LocalCandidates {
  /** Type preference of host candidates (RFC 8445 section 5.1.2.1). */
  private static final long HOST_PREFERENCE = 126L << 24;

  private static final int HIGHEST_LOCAL_PREFERENCE = 65_535;
  private static final int RTP_COMPONENT = 1;

  private LocalCandidates() {}

  /** Candidates for the configured addresses, or for all of this machine's. */
  static List<Candidate> of(MediaConfiguration configuration, int port) throws SocketException {
    List<InetAddress> addresses = configuration.announcedAddresses();
    if (addresses.isEmpty()) {
      addresses =
          configuration.bindAddress().isAnyLocalAddress()
              ? interfaceAddresses()
              : List.of(configuration.bindAddress());
    }
    List<Candidate> candidates = new ArrayList<>();
    for (InetAddress address : addresses) {
      int index = candidates.size();
      long priority =
          HOST_PREFERENCE | (long) (HIGHEST_LOCAL_PREFERENCE - index) << 8 | (256 - RTP_COMPONENT);
      candidates.add(
          new Candidate(String.valueOf(index + 1), priority, literal(address), port, "host"));
    }
    return List.copyOf(candidates);
  }

  /** Without the zone ("%eth0"), which means something on this machine only. */
  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /** All unicast addresses but link-local ones: IPv4 first, loopback last within its family. */
  private static List<InetAddress> interfaceAddresses() throws SocketException {
    List<InetAddress> addresses = new ArrayList<>();
    for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
      if (!network.isUp()) {
        continue;
      }
      for (InterfaceAddress entry : network.getInterfaceAddresses()) {
        InetAddress address = entry.getAddress();
        boolean loopback6 = address.isLoopbackAddress() && !(address instanceof Inet4Address);
        if (!address.isLinkLocalAddress() && !loopback6) {
          addresses.add(address);
        }
      }
    }
    addresses.sort(
        Comparator.comparing((InetAddress a) -> !(a instanceof Inet4Address))
            .thenComparing(InetAddress::isLoopbackAddress));
    return addresses;
  }
}

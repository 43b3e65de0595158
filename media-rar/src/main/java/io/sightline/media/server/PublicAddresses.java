package io.sightline.media.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * By what address and port the world sees the media ports, as far as STUN servers told. What is
 * known stays until something else is told. Any thread.
 */
final class PublicAddresses {
  private static final Logger LOG = Logger.getLogger(PublicAddresses.class.getName());

  private final Map<InetSocketAddress, InetSocketAddress> mapped = new ConcurrentHashMap<>();

  /** A STUN server sees what comes from a local address as coming from another, or the same. */
  void note(InetSocketAddress local, InetSocketAddress seen) {
    InetSocketAddress before = mapped.put(local, seen);
    if (!seen.equals(before)) {
      LOG.log(
          Level.INFO,
          "Media from {0} is seen as {1} by a STUN server",
          new Object[] {text(local), text(seen)});
    }
  }

  /**
   * The address by which the world sees a local one, or null where it is not known or the same. Of
   * a port that was not asked for, it is known when the address translation keeps port numbers.
   */
  InetSocketAddress of(InetSocketAddress local) {
    InetSocketAddress seen = mapped.get(local);
    if (seen == null) {
      seen = sameNumber(local);
    }
    return local.equals(seen) ? null : seen;
  }

  private InetSocketAddress sameNumber(InetSocketAddress local) {
    InetAddress address = local.getAddress();
    for (Map.Entry<InetSocketAddress, InetSocketAddress> known : mapped.entrySet()) {
      if (known.getKey().getAddress().equals(address)
          && known.getKey().getPort() == known.getValue().getPort()) {
        return new InetSocketAddress(known.getValue().getAddress(), local.getPort());
      }
    }
    return null;
  }

  /** Pairs for operators, such as {@code 10.0.0.5:55000 as 203.0.113.7:55000}. */
  List<String> describe() {
    return mapped.entrySet().stream()
        .map(one -> text(one.getKey()) + " as " + text(one.getValue()))
        .sorted()
        .toList();
  }

  private static String text(InetSocketAddress address) {
    return LocalCandidates.literal(address.getAddress()) + ":" + address.getPort();
  }
}

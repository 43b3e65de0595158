package io.sightline.media.server;

import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import io.sightline.media.stun.MappedAddressQuery;
import io.sightline.media.transport.DatagramHandler;
import io.sightline.media.transport.UdpSocket;
import io.sightline.media.transport.UdpSockets;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks STUN servers, from the very sockets of media, as what they see them (RFC 8489 section 6);
 * everything else is handed on. An answer counts when it comes from the server asked to the socket
 * that asked, with the transaction's 96 random bits. Media thread only.
 */
final class AddressQueries implements DatagramHandler {
  /** First wait for an answer, doubled for each repetition (RFC 8489 section 6.2.1). */
  private static final long FIRST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final int MAX_SENT = 5;

  /** Questions that may be open; further ones are not asked. */
  private static final int MAX_OPEN = 64;

  private final DatagramHandler next;
  private final UdpSockets sockets;
  private final MediaCounters counters;
  private final PublicAddresses found;
  private final SecureRandom random;
  private final List<Query> open = new ArrayList<>();

  AddressQueries(
      DatagramHandler next,
      UdpSockets sockets,
      MediaCounters counters,
      PublicAddresses found,
      SecureRandom random) {
    this.next = next;
    this.sockets = sockets;
    this.counters = counters;
    this.found = found;
    this.random = random;
  }

  /** One question that waits for its answer. */
  private static final class Query {
    final UdpSocket local;
    final InetSocketAddress server;
    final MappedAddressQuery message;
    int sent;
    long dueNs;

    Query(UdpSocket local, InetSocketAddress server, MappedAddressQuery message) {
      this.local = local;
      this.server = server;
      this.message = message;
    }
  }

  /** Asks each server that a socket reaches about that socket, unless that is being done. */
  void ask(List<InetSocketAddress> servers, List<UdpSocket> about, long nowNs) {
    for (UdpSocket local : about) {
      for (InetSocketAddress server : servers) {
        boolean known = open.stream().anyMatch(q -> q.local == local && q.server.equals(server));
        if (!known && reaches(local.local(), server) && open.size() < MAX_OPEN) {
          Query query = new Query(local, server, MappedAddressQuery.create(random));
          open.add(query);
          send(query, nowNs);
        }
      }
    }
  }

  private static boolean reaches(InetSocketAddress local, InetSocketAddress server) {
    InetAddress from = local.getAddress();
    InetAddress to = server.getAddress();
    return from instanceof Inet4Address == to instanceof Inet4Address
        && from.isLoopbackAddress() == to.isLoopbackAddress();
  }

  private void send(Query query, long nowNs) {
    byte[] request = query.message.request();
    sockets.send(request, request.length, query.local, query.server);
    query.dueNs = nowNs + (FIRST_WAIT_NS << query.sent++);
  }

  @Override
  public void onDatagram(
      byte[] buffer, int length, UdpSocket local, InetSocketAddress source, long nowNs) {
    if (open.isEmpty()
        || !MappedAddressQuery.isResponse(buffer, length)
        || !answers(buffer, length, local, source)) {
      next.onDatagram(buffer, length, local, source, nowNs);
    }
  }

  private boolean answers(byte[] buffer, int length, UdpSocket local, InetSocketAddress source) {
    for (Query query : open) {
      if (query.local == local
          && query.server.equals(source)
          && query.message.isAnsweredBy(buffer, length)) {
        InetSocketAddress seen = query.message.mappedAddress(buffer, length);
        if (seen != null) {
          found.note(local.local(), seen);
        }
        // one server's word is enough for a socket
        open.removeIf(other -> other.local == local);
        return true;
      }
    }
    return false;
  }

  @Override
  public long onTimer(long nowNs) {
    for (Iterator<Query> each = open.iterator(); each.hasNext(); ) {
      Query query = each.next();
      if (nowNs - query.dueNs < 0) {
        continue;
      }
      if (query.sent < MAX_SENT) {
        send(query, nowNs);
      } else {
        counters.increment(MediaCounter.MAPPINGS_UNANSWERED);
        each.remove();
      }
    }
    return next.onTimer(nowNs);
  }
}

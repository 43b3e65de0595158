package io.sightline.media.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.media.foreign.ForeignException;
import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ways for datagrams to come and go do the same. */
@Timeout(20)
class UdpSocketsTest {
  private static final String LOOPBACK = "127.0.0.1";
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

  private final Random random = new Random(768);
  private final MediaCounters counters = new MediaCounters();

  private record Arrived(byte[] bytes, UdpSocket local, InetSocketAddress source) {}

  private static void require(Transport transport) {
    try {
      transport.require();
    } catch (ForeignException e) {
      assumeTrue(false, transport + ": " + e.getMessage());
    }
  }

  private static InetAddress address(String literal) throws IOException {
    return InetAddress.getByName(literal);
  }

  /** Sockets of a thread, of which the first is at hand. */
  private final class Port implements AutoCloseable {
    final Transport transport;
    final UdpSockets sockets;
    final List<UdpSocket> bound = new ArrayList<>();

    Port(Transport transport, String... addresses) throws IOException {
      this.transport = transport;
      this.sockets = transport.open(counters);
      for (String literal : addresses) {
        bind(literal);
      }
    }

    UdpSocket bind(String literal) throws IOException {
      UdpSocket socket = transport.bind(address(literal), 0, UdpSocket.OWN_BUFFER_BYTES);
      sockets.add(socket);
      bound.add(socket);
      return socket;
    }

    InetSocketAddress local() {
      return bound.get(0).local();
    }

    void send(byte[] bytes, InetSocketAddress target) {
      sockets.send(bytes, bytes.length, bound.get(0), target);
    }

    void flush() {
      sockets.flush();
    }

    @Override
    public void close() throws IOException {
      sockets.close();
    }
  }

  private byte[] datagram(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static List<Arrived> take(Port taker, int count) throws IOException {
    UdpSockets port = taker.sockets;
    List<Arrived> arrived = new ArrayList<>();
    byte[] buffer = new byte[MediaThread.BUFFER_BYTES];
    long endNs = System.nanoTime() + PATIENCE_NS;
    while (arrived.size() < count && endNs - System.nanoTime() > 0) {
      port.await(endNs - System.nanoTime());
      boolean more = true;
      while (more) {
        more =
            port.receive(
                buffer,
                (length, local, source) ->
                    arrived.add(new Arrived(Arrays.copyOf(buffer, length), local, source)));
      }
    }
    return arrived;
  }

  private static void assertSameBytes(List<byte[]> sent, List<Arrived> arrived) {
    assertEquals(sent.size(), arrived.size());
    for (int i = 0; i < sent.size(); i++) {
      assertArrayEquals(sent.get(i), arrived.get(i).bytes(), "datagram " + i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void datagramsOfAllSizesArriveInTheirOrder(Transport transport) throws IOException {
    require(transport);
    try (Port from = new Port(transport, LOOPBACK);
        Port to = new Port(transport, LOOPBACK)) {
      List<byte[]> sent = new ArrayList<>();
      for (int length : new int[] {1100, 1100, 1100, 60, 1100, 1200, 0, 3, 3, 2048, 2048, 1}) {
        sent.add(datagram(length));
      }
      for (int i = 0; i < 300; i++) {
        sent.add(datagram(i % 7 == 0 ? 90 : 700));
      }
      sent.forEach(bytes -> from.send(bytes, to.local()));
      from.flush();
      List<Arrived> arrived = take(to, sent.size());

      assertSameBytes(sent, arrived);
      assertTrue(arrived.stream().allMatch(one -> one.source().equals(from.local())));
      assertEquals(sent.size(), counters.get(MediaCounter.DATAGRAMS_SENT));
      assertEquals(
          sent.stream().mapToLong(bytes -> bytes.length).sum(),
          counters.get(MediaCounter.BYTES_SENT));
      assertEquals(0, counters.get(MediaCounter.DROPPED_SEND_FAILED));
    }
  }

  @ParameterizedTest
  @EnumSource
  void receiversThatTakeTurnsGetTheirOwn(Transport transport) throws IOException {
    require(transport);
    List<Port> receivers = new ArrayList<>();
    try (Port from = new Port(transport, LOOPBACK)) {
      List<List<byte[]>> sent = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        receivers.add(new Port(transport, LOOPBACK));
        sent.add(new ArrayList<>());
      }
      for (int i = 0; i < 200; i++) {
        byte[] bytes = datagram(i % 3 == 0 ? 400 : 900);
        sent.get(i % 5).add(bytes);
        from.send(bytes, receivers.get(i % 5).local());
      }
      from.flush();
      for (int i = 0; i < 5; i++) {
        assertSameBytes(sent.get(i), take(receivers.get(i), sent.get(i).size()));
      }
    } finally {
      for (Port receiver : receivers) {
        receiver.close();
      }
    }
  }

  /** Who asks an address is answered by it, whatever the routes would prefer. */
  @ParameterizedTest
  @EnumSource
  void whatComesByAnAddressIsAnsweredByIt(Transport transport) throws IOException {
    require(transport);
    InetAddress own = ownAddress();
    assumeTrue(own != null, "this machine has loopback alone");
    try (Port server = new Port(transport, LOOPBACK, own.getHostAddress());
        Port client = new Port(transport, LOOPBACK)) {
      for (UdpSocket asked : server.bound) {
        byte[] question = datagram(33);
        client.send(question, asked.local());
        client.flush();
        Arrived arrived = take(server, 1).get(0);
        assertSame(asked, arrived.local());
        assertEquals(client.local(), arrived.source());
        server.sockets.send(question, question.length, arrived.local(), arrived.source());
        server.flush();
        assertEquals(asked.local(), take(client, 1).get(0).source());
      }
    }
  }

  private static InetAddress ownAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
        .findFirst()
        .orElse(null);
  }

  @ParameterizedTest
  @EnumSource
  void oneThreadServesBothFamilies(Transport transport) throws IOException {
    require(transport);
    NetworkInterface loopback = NetworkInterface.getByInetAddress(address(LOOPBACK));
    assumeTrue(loopback.inetAddresses().anyMatch(Inet6Address.class::isInstance), "no IPv6");
    try (Port server = new Port(transport, LOOPBACK, "::1");
        Port four = new Port(transport, LOOPBACK);
        Port six = new Port(transport, "::1")) {
      byte[] hello = datagram(33);
      four.send(hello, server.bound.get(0).local());
      four.flush();
      six.send(hello, server.bound.get(1).local());
      six.flush();
      for (Arrived each : take(server, 2)) {
        server.sockets.send(hello, hello.length, each.local(), each.source());
      }
      server.flush();
      assertEquals(server.bound.get(0).local(), take(four, 1).get(0).source());
      assertEquals(server.bound.get(1).local(), take(six, 1).get(0).source());
    }
  }

  /** Many sockets of one thread: each sends what is its own, and keeps its order. */
  @ParameterizedTest
  @EnumSource
  void manySocketsOfOneThreadKeepApart(Transport transport) throws IOException {
    require(transport);
    int count = 100;
    try (Port many = new Port(transport);
        Port peer = new Port(transport, LOOPBACK)) {
      for (int i = 0; i < count; i++) {
        many.bind(LOOPBACK);
      }
      List<byte[]> sent = new ArrayList<>();
      for (int i = 0; i < 3 * count; i++) {
        UdpSocket from = many.bound.get(i % count);
        byte[] bytes = datagram(200 + i % count);
        sent.add(bytes);
        many.sockets.send(bytes, bytes.length, from, peer.local());
        peer.send(bytes, from.local());
      }
      many.flush();
      peer.flush();
      List<Arrived> atPeer = take(peer, sent.size());
      List<Arrived> atMany = take(many, sent.size());
      assertEquals(sent.size(), atPeer.size());
      assertEquals(sent.size(), atMany.size());
      for (int i = 0; i < count; i++) {
        UdpSocket each = many.bound.get(i);
        List<byte[]> its = List.of(sent.get(i), sent.get(i + count), sent.get(i + 2 * count));
        assertSameBytes(
            its, atPeer.stream().filter(one -> one.source().equals(each.local())).toList());
        assertSameBytes(its, atMany.stream().filter(one -> one.local() == each).toList());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRemovedSocketFreesItsPortAndTheOthersGoOn(Transport transport) throws IOException {
    require(transport);
    try (Port port = new Port(transport, LOOPBACK, LOOPBACK);
        Port peer = new Port(transport, LOOPBACK)) {
      UdpSocket gone = port.bound.get(0);
      peer.send(datagram(5), gone.local());
      peer.flush();
      port.sockets.remove(gone);
      port.sockets.send(datagram(5), 5, gone, peer.local());
      port.flush();
      assertEquals(1, counters.get(MediaCounter.DROPPED_SEND_FAILED));
      try (UdpSocket again = transport.bind(address(LOOPBACK), gone.local().getPort(), 1 << 16)) {
        assertEquals(gone.local(), again.local());
      }
      byte[] hello = datagram(40);
      peer.send(hello, port.bound.get(1).local());
      peer.flush();
      assertSame(port.bound.get(1), take(port, 1).get(0).local());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameSourceIsTheSameAddress(Transport transport) throws IOException {
    require(transport);
    try (Port from = new Port(transport, LOOPBACK);
        Port to = new Port(transport, LOOPBACK)) {
      for (int i = 0; i < 2; i++) {
        from.send(datagram(5), to.local());
      }
      from.flush();
      List<Arrived> arrived = take(to, 2);
      assertEquals(arrived.get(0).source(), arrived.get(1).source());
      if (transport == Transport.NATIVE) {
        assertSame(arrived.get(0).source(), arrived.get(1).source());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWakeUpEndsTheWaiting(Transport transport) throws Exception {
    require(transport);
    try (UdpSockets port = transport.open(counters)) {
      Thread other = new Thread(port::wakeUp, "waker");
      other.start();
      long fromNs = System.nanoTime();
      port.await(PATIENCE_NS);
      assertTrue(System.nanoTime() - fromNs < PATIENCE_NS, "woken before the time was over");
      other.join();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeSentIsCountedAndTheRestGoesOn(Transport transport) throws IOException {
    require(transport);
    try (Port from = new Port(transport, LOOPBACK);
        Port to = new Port(transport, LOOPBACK)) {
      byte[] bytes = datagram(50);
      // A socket bound to 127.0.0.1 reaches neither of these.
      from.send(bytes, new InetSocketAddress(address("2001:db8::1"), 9));
      from.send(bytes, new InetSocketAddress(address("192.0.2.1"), 9));
      from.send(bytes, to.local());
      from.flush();
      assertArrayEquals(bytes, take(to, 1).get(0).bytes());
      assertEquals(2, counters.get(MediaCounter.DROPPED_SEND_FAILED));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTakenPortIsNamed(Transport transport) throws IOException {
    require(transport);
    InetAddress loopback = address(LOOPBACK);
    try (UdpSocket first = transport.bind(loopback, 0, 1 << 16)) {
      int taken = first.local().getPort();
      PortUnavailableException e =
          assertThrows(
              PortUnavailableException.class,
              () -> {
                try (UdpSocket second = transport.bind(loopback, taken, 1 << 16)) {
                  assertEquals(0, second.local().getPort());
                }
              });
      assertTrue(e.getMessage().contains("127.0.0.1:" + taken), e.getMessage());
      assertTrue(e.isTaken(), e.getMessage());
      e =
          assertThrows(
              PortUnavailableException.class,
              () -> {
                try (UdpSocket foreign = transport.bind(address("192.0.2.1"), 0, 1 << 16)) {
                  assertEquals(0, foreign.local().getPort());
                }
              });
      assertTrue(e.isForeign(), e.getMessage());
    }
  }
}

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
class UdpPortTest {
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

  private final Random random = new Random(768);
  private final MediaCounters counters = new MediaCounters();

  private record Arrived(byte[] bytes, InetSocketAddress source) {}

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

  private static InetSocketAddress at(String literal, UdpPort port) throws IOException {
    return new InetSocketAddress(address(literal), port.localPort());
  }

  private byte[] datagram(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static List<Arrived> take(UdpPort port, int count) throws IOException {
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
                (length, source) ->
                    arrived.add(new Arrived(Arrays.copyOf(buffer, length), source)));
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
    InetAddress loopback = address("127.0.0.1");
    try (UdpPort from = transport.open(loopback, 0, counters);
        UdpPort to = transport.open(loopback, 0, counters)) {
      List<byte[]> sent = new ArrayList<>();
      for (int length : new int[] {1100, 1100, 1100, 60, 1100, 1200, 0, 3, 3, 2048, 2048, 1}) {
        sent.add(datagram(length));
      }
      for (int i = 0; i < 300; i++) {
        sent.add(datagram(i % 7 == 0 ? 90 : 700));
      }
      InetSocketAddress target = at("127.0.0.1", to);
      sent.forEach(bytes -> from.send(bytes, bytes.length, target));
      from.flush();
      List<Arrived> arrived = take(to, sent.size());

      assertSameBytes(sent, arrived);
      assertTrue(arrived.stream().allMatch(one -> one.source().getPort() == from.localPort()));
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
    InetAddress loopback = address("127.0.0.1");
    List<UdpPort> receivers = new ArrayList<>();
    try (UdpPort from = transport.open(loopback, 0, counters)) {
      List<List<byte[]>> sent = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        receivers.add(transport.open(loopback, 0, counters));
        sent.add(new ArrayList<>());
      }
      for (int i = 0; i < 200; i++) {
        byte[] bytes = datagram(i % 3 == 0 ? 400 : 900);
        sent.get(i % 5).add(bytes);
        from.send(bytes, bytes.length, at("127.0.0.1", receivers.get(i % 5)));
      }
      from.flush();
      for (int i = 0; i < 5; i++) {
        assertSameBytes(sent.get(i), take(receivers.get(i), sent.get(i).size()));
      }
    } finally {
      for (UdpPort receiver : receivers) {
        receiver.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void allInterfacesMeanThoseOfBothFamilies(Transport transport) throws IOException {
    require(transport);
    try (UdpPort all = transport.open(address("0.0.0.0"), 0, counters);
        UdpPort four = transport.open(address("127.0.0.1"), 0, counters)) {
      byte[] hello = datagram(33);
      four.send(hello, hello.length, at("127.0.0.1", all));
      four.flush();
      InetSocketAddress source = take(all, 1).get(0).source();
      assertEquals(at("127.0.0.1", four), source);
      all.send(hello, hello.length, source);
      all.flush();
      assertEquals(at("127.0.0.1", all), take(four, 1).get(0).source());

      NetworkInterface loopback = NetworkInterface.getByInetAddress(address("127.0.0.1"));
      assumeTrue(loopback.inetAddresses().anyMatch(Inet6Address.class::isInstance), "no IPv6");
      try (UdpPort six = transport.open(address("::1"), 0, counters)) {
        six.send(hello, hello.length, at("::1", all));
        six.flush();
        InetSocketAddress sixth = take(all, 1).get(0).source();
        assertEquals(six.localPort(), sixth.getPort());
        all.send(hello, hello.length, sixth);
        all.flush();
        assertArrayEquals(hello, take(six, 1).get(0).bytes());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameSourceIsTheSameAddress(Transport transport) throws IOException {
    require(transport);
    InetAddress loopback = address("127.0.0.1");
    try (UdpPort from = transport.open(loopback, 0, counters);
        UdpPort to = transport.open(loopback, 0, counters)) {
      for (int i = 0; i < 2; i++) {
        from.send(datagram(5), 5, at("127.0.0.1", to));
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
    try (UdpPort port = transport.open(address("127.0.0.1"), 0, counters)) {
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
    InetAddress loopback = address("127.0.0.1");
    try (UdpPort from = transport.open(loopback, 0, counters);
        UdpPort to = transport.open(loopback, 0, counters)) {
      byte[] bytes = datagram(50);
      // A socket bound to 127.0.0.1 reaches neither of these.
      from.send(bytes, bytes.length, new InetSocketAddress(address("2001:db8::1"), 9));
      from.send(bytes, bytes.length, new InetSocketAddress(address("192.0.2.1"), 9));
      from.send(bytes, bytes.length, at("127.0.0.1", to));
      from.flush();
      assertArrayEquals(bytes, take(to, 1).get(0).bytes());
      assertEquals(2, counters.get(MediaCounter.DROPPED_SEND_FAILED));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTakenPortIsNamed(Transport transport) throws IOException {
    require(transport);
    InetAddress loopback = address("127.0.0.1");
    try (UdpPort first = transport.open(loopback, 0, counters)) {
      int taken = first.localPort();
      IOException e =
          assertThrows(
              IOException.class,
              () -> {
                try (UdpPort second = transport.open(loopback, taken, counters)) {
                  assertEquals(0, second.localPort());
                }
              });
      assertTrue(e.getMessage().contains("127.0.0.1:" + taken), e.getMessage());
      assertTrue(e.getMessage().contains("in use"), e.getMessage());
    }
  }
}

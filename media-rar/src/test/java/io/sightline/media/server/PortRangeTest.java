package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.MediaException;
import io.sightline.media.management.MediaCounter;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerLoop;
import io.sightline.testsupport.peer.PeerOptions;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each participant with a port of its own: taken with the session, free after it. */
@Timeout(90)
class PortRangeTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** One is bound all the time, to ask STUN servers by. */
  private static final int SIZE = 7;

  private static final int CALLS = 200;

  @TempDir Path store;
  private int first;

  /** Numbers that are free, below those that systems give out by themselves. */
  @BeforeEach
  void findFreePorts() throws SocketException {
    first = 26_000;
    while (!isFree(first)) {
      first += SIZE;
      assertTrue(first < 32_000, "no free range");
    }
  }

  private static boolean isFree(int from) {
    for (int port = from; port < from + SIZE; port++) {
      try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", port))) {
        assertTrue(socket.isBound());
      } catch (SocketException taken) {
        return false;
      }
    }
    return true;
  }

  private TestServer start(String threads) throws IOException {
    return TestServer.start(
        store,
        Map.of(
            "sightline.media.udp-ports",
            first + "-" + (first + SIZE - 1),
            "sightline.media.threads",
            threads));
  }

  @Test
  void twoHundredCallsReuseAFewPortsAndLeaveNone() throws Exception {
    Set<Integer> used = new HashSet<>();
    try (TestServer server = start("2")) {
      for (int i = 0; i < CALLS; i++) {
        TestCall call = new TestCall(server.media);
        int left = port(server, call, new TestCall.Party("agent", 1000));
        int right = port(server, call, new TestCall.Party("customer", 2000));
        assertNotEquals(left, right);
        used.add(left);
        used.add(right);
        server.media.closeCall(call.callId);
        TwoPeers.await(() -> server.media.ports().inUse() <= SIZE - 2);
      }
      TwoPeers.await(() -> server.media.ports().inUse() == 1);
      assertTrue(used.stream().allMatch(port -> port >= first && port < first + SIZE), "" + used);
      assertTrue(used.size() >= SIZE - 1, "taken in turn: " + used);
      assertEquals(0, server.media.counters().get(MediaCounter.PORTS_REFUSED));
      assertEquals(0, server.media.counters().get(MediaCounter.DROPPED_ERROR));
    }
    assertTrue(isFree(first), "all are free after the stop");
  }

  private static int port(TestServer server, TestCall call, TestCall.Party party)
      throws MediaException {
    return server.media.openEndpoint(call.open(party)).candidates().get(0).port();
  }

  @Test
  void whoFindsNoPortIsRefusedAndCountedUntilOneIsFree() throws Exception {
    try (TestServer server = start("1")) {
      TestCall call = new TestCall(server.media);
      TestCall.Party leaves = new TestCall.Party("agent", 1);
      server.media.openEndpoint(call.open(leaves));
      for (int i = 1; i < SIZE - 1; i++) {
        server.media.openEndpoint(call.open(new TestCall.Party("guest", 10L * i)));
      }
      TestCall.Party late = new TestCall.Party("guest", 1000);
      MediaException refused =
          assertThrows(MediaException.class, () -> server.media.openEndpoint(call.open(late)));
      assertEquals(MediaException.Reason.REFUSED, refused.reason());
      assertTrue(refused.getMessage().contains("sightline.media.udp-ports"), refused.getMessage());
      assertEquals(1, server.media.counters().get(MediaCounter.PORTS_REFUSED));
      server.media.closeEndpoint(leaves.endpointId());
      TwoPeers.await(() -> server.media.ports().inUse() == SIZE - 1);
      server.media.openEndpoint(call.open(late));
    }
    assertTrue(isFree(first), "a stop in the middle of calls frees all");
  }

  @Test
  void peopleWithPortsOfTheirOwnSeeEachOther() throws Exception {
    try (TestServer server = start("2");
        PeerLoop loop = PeerLoop.start("peers")) {
      for (int i = 0; i < 2; i++) {
        TestCall call = new TestCall(server.media);
        TestCall.Party agent = new TestCall.Party("agent", 1000);
        TestCall.Party customer = new TestCall.Party("customer", 2000);
        try (MediaPeer left = MediaPeer.open(loop, PeerOptions.of(Side.AGENT));
            MediaPeer right = MediaPeer.open(loop, PeerOptions.of(Side.CUSTOMER))) {
          call.connect(agent, customer, left);
          call.connect(customer, agent, right);
          left.connected().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
          right.connected().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
          assertNotEquals(left.serverAddress(), right.serverAddress());
          left.awaitPackets(true, 20, LIMIT);
          right.awaitPackets(true, 20, LIMIT);
          right.moveAddress();
          long before = right.awaitPackets(true, 20, LIMIT).packets();
          right.awaitPackets(true, before + 20, LIMIT);
          server.media.closeCall(call.callId);
          left.closedByServer().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
          right.closedByServer().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
      }
      TwoPeers.await(() -> server.media.ports().inUse() == 1);
      assertEquals(0, server.media.counters().get(MediaCounter.DROPPED_ERROR));
    }
  }

  /** A number that another program has is passed over. */
  @Test
  void aPortOfAnotherProgramIsPassedOver() throws Exception {
    try (DatagramSocket other = new DatagramSocket(new InetSocketAddress("127.0.0.1", first + 1));
        TestServer server = start("1")) {
      TestCall call = new TestCall(server.media);
      assertTrue(other.isBound());
      assertEquals(first + 2, port(server, call, new TestCall.Party("agent", 1)));
    }
  }
}

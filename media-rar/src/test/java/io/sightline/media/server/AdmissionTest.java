package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.MediaException;
import io.sightline.media.api.MediaException.Reason;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerLoop;
import io.sightline.testsupport.peer.PeerOptions;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may come in, and on which of several media threads a call is served. */
@Timeout(90)
class AdmissionTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final TestCall.Party agent = new TestCall.Party("agent", 1000);
  private final TestCall.Party customer = new TestCall.Party("customer", 2000);

  @TempDir Path store;

  private static int port(TestServer server, TestCall call, TestCall.Party party)
      throws MediaException {
    return server.media.openEndpoint(call.open(party)).candidates().get(0).port();
  }

  @Test
  void callsAreSpreadOverThreadsAndEachStaysWithOne() throws Exception {
    try (TestServer server = TestServer.start(store, Map.of("sightline.media.threads", "2"));
        PeerLoop loop = PeerLoop.start("peers")) {
      TestCall one = new TestCall(server.media);
      TestCall other = new TestCall(server.media);
      while ((one.callId.hashCode() & 1) == (other.callId.hashCode() & 1)) {
        other = new TestCall(server.media);
      }
      assertNotEquals(
          port(server, one, new TestCall.Party("guest", 1)),
          port(server, other, new TestCall.Party("guest", 1)));
      assertEquals(port(server, one, agent), port(server, one, customer));
      for (TestCall call : new TestCall[] {one, other}) {
        TestCall.Party left = new TestCall.Party("agent", 1000);
        TestCall.Party right = new TestCall.Party("customer", 2000);
        try (MediaPeer leftPeer = MediaPeer.open(loop, PeerOptions.of(Side.AGENT));
            MediaPeer rightPeer = MediaPeer.open(loop, PeerOptions.of(Side.CUSTOMER))) {
          call.connect(left, right, leftPeer);
          call.connect(right, left, rightPeer);
          leftPeer.connected().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
          rightPeer.awaitPackets(true, 20, LIMIT);
          leftPeer.awaitPackets(true, 20, LIMIT);
        }
        server.media.closeCall(call.callId);
      }
      assertEquals(2, server.media.loads().length);
    }
  }

  @Test
  void aServerBeingDrainedTakesNoNewCallsAndKeepsThoseItHas() throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("io.sightline:type=MediaServer");
    try (TestServer server = TestServer.start(store)) {
      TestCall known = new TestCall(server.media);
      server.media.openEndpoint(known.open(agent));
      beans.invoke(name, "drain", null, null);
      assertTrue(server.media.statistics().draining());

      TestCall fresh = new TestCall(server.media);
      MediaException refused =
          assertThrows(MediaException.class, () -> server.media.openEndpoint(fresh.open(customer)));
      assertEquals(Reason.REFUSED, refused.reason());
      server.media.openEndpoint(known.open(customer));

      beans.invoke(name, "resume", null, null);
      server.media.openEndpoint(fresh.open(new TestCall.Party("customer", 2000)));
      assertEquals(false, beans.getAttribute(name, "Draining"));
    }
  }

  @Test
  void aBusyThreadTakesNoNewCallsUntilItIsLessBusy() throws Exception {
    try (TestServer server =
        TestServer.start(store, Map.of("sightline.media.max-load-percent", "10"))) {
      TestCall known = new TestCall(server.media);
      InetSocketAddress target = new InetSocketAddress("127.0.0.1", port(server, known, agent));
      try (DatagramSocket stranger = new DatagramSocket()) {
        DatagramPacket noise = new DatagramPacket(new byte[200], 200, target);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (server.media.loads()[0] < 0.15) {
          assertTrue(System.nanoTime() < deadline, "never busy: " + server.media.loads()[0]);
          stranger.send(noise);
        }
      }
      MediaException refused =
          assertThrows(
              MediaException.class,
              () -> server.media.openEndpoint(new TestCall(server.media).open(customer)));
      assertEquals(Reason.REFUSED, refused.reason());
      assertTrue(
          refused.getMessage().contains("sightline.media.max-load-percent"), refused.getMessage());
      server.media.openEndpoint(known.open(customer));
      TwoPeers.await(() -> server.media.loads()[0] < 0.1);
      server.media.openEndpoint(new TestCall(server.media).open(customer));
    }
  }
}

package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerLoop;
import io.sightline.testsupport.peer.PeerOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A media server that is started and stopped again and again leaves nothing behind. */
@Timeout(120)
class LifeCycleTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int STARTS = 50;

  /** Rounds until classes, providers and pools of the JVM are loaded, which stay. */
  private static final int WARM_UP = 5;

  @TempDir Path store;

  @Test
  void fiftyStartsAndStopsLeaveNoThreadPortDescriptorOrBean() throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      startAndStop();
    }
    Set<Thread> threads = Thread.getAllStackTraces().keySet();
    Map<String, Long> descriptors = descriptors();
    for (int i = 0; i < STARTS; i++) {
      startAndStop();
    }
    TwoPeers.await(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !threads.contains(thread))
                .noneMatch(thread -> thread.getName().matches("(pool|sightline)-.*")));
    assertEquals(descriptors, descriptors());
    assertEquals(
        Set.of(),
        ManagementFactory.getPlatformMBeanServer()
            .queryNames(new ObjectName("io.sightline:*"), null));
  }

  private void startAndStop() throws Exception {
    int port;
    try (TestServer server = TestServer.start(store, Map.of("sightline.media.threads", "2"))) {
      TestCall call = new TestCall(server.media);
      port =
          server
              .media
              .openEndpoint(call.open(new TestCall.Party("agent", 1)))
              .candidates()
              .get(0)
              .port();
    }
    try (DatagramSocket again = new DatagramSocket(new InetSocketAddress("127.0.0.1", port))) {
      assertTrue(again.isBound());
    }
  }

  /** How many open files of each kind this process has, by what Linux says of them. */
  private static Map<String, Long> descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.map(LifeCycleTest::kind)
          .filter(kind -> kind.matches("socket|anon_inode|pipe"))
          .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
    }
  }

  private static String kind(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().replaceAll(":.*", "");
    } catch (IOException closedMeanwhile) {
      return "closed";
    }
  }

  /**
   * As an undeployment does: in the middle of calls. Clients learn it by close_notify, and calls
   * work after the next start.
   */
  @Test
  void aStopInTheMiddleOfACallEndsItAndTheNextStartServesCalls() throws Exception {
    try (PeerLoop loop = PeerLoop.start("peers")) {
      for (int i = 0; i < 3; i++) {
        try (TestServer server = TestServer.start(store);
            MediaPeer left = MediaPeer.open(loop, PeerOptions.of(Side.AGENT));
            MediaPeer right = MediaPeer.open(loop, PeerOptions.of(Side.CUSTOMER))) {
          TestCall call = new TestCall(server.media);
          TestCall.Party agent = new TestCall.Party("agent", 1000);
          TestCall.Party customer = new TestCall.Party("customer", 2000);
          call.connect(agent, customer, left);
          call.connect(customer, agent, right);
          left.awaitPackets(true, 10, LIMIT);
          right.awaitPackets(true, 10, LIMIT);
          server.media.stop();
          assertEquals(0, server.media.endpointFigures().size());
          left.closedByServer().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
          right.closedByServer().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
      }
    }
  }
}

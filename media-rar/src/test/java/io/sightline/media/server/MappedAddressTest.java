package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.Candidate;
import io.sightline.media.api.OpenEndpoint;
import io.sightline.media.management.MediaCounter;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The address outside of a translation, told by a STUN server: announced to who comes later. */
@Timeout(90)
class MappedAddressTest {
  private static final InetSocketAddress OUTSIDE = new InetSocketAddress("203.0.113.9", 40_000);
  private static final InetSocketAddress MOVED = new InetSocketAddress("203.0.113.77", 41_000);

  @TempDir Path store;

  private static List<Candidate> announced(TestServer server) throws Exception {
    OpenEndpoint request =
        new OpenEndpoint(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "agent");
    try {
      return server.media.openEndpoint(request).candidates();
    } finally {
      server.media.closeEndpoint(request.endpointId());
    }
  }

  private static boolean knows(TestServer server, InetSocketAddress outside) {
    String text = outside.getAddress().getHostAddress() + ":" + outside.getPort();
    return server.media.publicAddresses().describe().stream().anyMatch(one -> one.endsWith(text));
  }

  @Test
  void whatTheServerSeesIsAnnouncedBehindTheLocalAddress() throws Exception {
    try (StunResponder responder = StunResponder.start(OUTSIDE);
        TestServer server =
            TestServer.start(store, Map.of("sightline.media.stun-servers", responder.name()))) {
      TwoPeers.await(() -> knows(server, OUTSIDE));
      List<Candidate> candidates = announced(server);
      assertEquals(2, candidates.size(), candidates.toString());
      assertEquals("127.0.0.1", candidates.get(0).address());
      assertEquals("203.0.113.9", candidates.get(1).address());
      assertEquals(40_000, candidates.get(1).port());
      assertEquals("host", candidates.get(1).type());
      assertTrue(candidates.get(0).priority() > candidates.get(1).priority());
      assertEquals(1, server.media.publicAddresses().describe().size(), "liars were not believed");
      String[] mapped =
          (String[])
              ManagementFactory.getPlatformMBeanServer()
                  .getAttribute(new ObjectName("io.sightline:type=MediaServer"), "MappedAddresses");
      assertTrue(mapped[0].endsWith(" as 203.0.113.9:40000"), Arrays.toString(mapped));
    }
  }

  @Test
  void aChangeIsTakenForThoseWhoComeLater() throws Exception {
    try (StunResponder responder = StunResponder.start(OUTSIDE);
        TestServer server =
            TestServer.start(store, Map.of("sightline.media.stun-servers", responder.name()))) {
      TwoPeers.await(() -> knows(server, OUTSIDE));
      responder.see(MOVED);
      server.media.askForMappings();
      TwoPeers.await(() -> knows(server, MOVED));
      List<String> addresses = announced(server).stream().map(Candidate::address).toList();
      assertEquals(List.of("127.0.0.1", "203.0.113.77"), addresses);
    }
  }

  @Test
  void aSilentServerIsAskedAgainAndTakesNothingAway() throws Exception {
    try (StunResponder responder = StunResponder.start(OUTSIDE);
        TestServer server =
            TestServer.start(store, Map.of("sightline.media.stun-servers", responder.name()))) {
      TwoPeers.await(() -> knows(server, OUTSIDE));
      responder.silence(true);
      long before = responder.asked();
      server.media.askForMappings();
      TwoPeers.await(() -> responder.asked() >= before + 3);
      assertTrue(knows(server, OUTSIDE), "what was known stays");
      responder.silence(false);
      responder.see(MOVED);
      TwoPeers.await(() -> knows(server, MOVED));
      assertEquals(0, server.media.counters().get(MediaCounter.DROPPED_ERROR));
    }
  }

  /** A translation that keeps port numbers, as those of clouds do, is known for the whole range. */
  @Test
  void portsOfARangeHaveTheAddressWhereNumbersAreKept() throws Exception {
    PublicAddresses known = new PublicAddresses();
    InetSocketAddress asking = new InetSocketAddress("10.0.0.5", 55_000);
    InetSocketAddress own = new InetSocketAddress("10.0.0.5", 55_004);
    known.note(asking, OUTSIDE);
    assertEquals(null, known.of(own), "this one translates numbers");
    known.note(asking, new InetSocketAddress("203.0.113.9", 55_000));
    assertEquals(new InetSocketAddress("203.0.113.9", 55_004), known.of(own));
    known.note(asking, asking);
    assertEquals(null, known.of(own), "no translation at all");
  }
}

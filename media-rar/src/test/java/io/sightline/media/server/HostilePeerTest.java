package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.MediaEvent;
import io.sightline.media.management.MediaCounter;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerLoop;
import io.sightline.testsupport.peer.PeerOptions;
import io.sightline.testsupport.peer.PeerOptions.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that break the rules: they are refused and counted, the others do not notice. */
@Timeout(60)
class HostilePeerTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path store;
  private TestServer server;
  private PeerLoop loop;
  private TestCall call;
  private final TestCall.Party agent = new TestCall.Party("agent", 1000);
  private final TestCall.Party customer = new TestCall.Party("customer", 2000);

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(store);
    loop = PeerLoop.start("peers");
    call = new TestCall(server.media);
  }

  @AfterEach
  void stop() {
    server.close();
    loop.close();
  }

  private long count(MediaCounter counter) {
    return server.media.counters().get(counter);
  }

  @Test
  void wrongFingerprintFailsTheEndpoint() throws Exception {
    try (MediaPeer peer =
        MediaPeer.open(loop, PeerOptions.of(Side.AGENT).withFaults(Fault.WRONG_FINGERPRINT))) {
      call.connect(agent, customer, peer);
      MediaEvent.EndpointFailed failed = server.await(MediaEvent.EndpointFailed.class, e -> true);
      assertEquals("dtls-fingerprint-mismatch", failed.reason());
      assertThrows(ExecutionException.class, () -> peer.connected().get(20, TimeUnit.SECONDS));
      assertEquals(0, count(MediaCounter.RTP_RECEIVED));
    }
  }

  @Test
  void dtlsWithoutIceIsNotHeard() throws Exception {
    try (MediaPeer peer =
        MediaPeer.open(loop, PeerOptions.of(Side.AGENT).withFaults(Fault.SKIPS_ICE))) {
      call.connect(agent, customer, peer);
      assertThrows(ExecutionException.class, () -> peer.connected().get(20, TimeUnit.SECONDS));
      assertTrue(count(MediaCounter.DROPPED_UNKNOWN_ADDRESS) > 0);
      assertEquals(0, count(MediaCounter.DATAGRAMS_SENT));
    }
  }

  @Test
  void forgedReplayedAndStrayPacketsAreCountedAndTheCallGoesOn() throws Exception {
    try (MediaPeer left = MediaPeer.open(loop, PeerOptions.of(Side.AGENT));
        MediaPeer right = MediaPeer.open(loop, PeerOptions.of(Side.CUSTOMER))) {
      call.connect(agent, customer, left);
      call.connect(customer, agent, right);
      right.awaitPackets(true, 30, LIMIT);
      left.forge(500);
      int replayed = left.replay(20);
      int elsewhere = left.sendFromElsewhere(5);
      Random random = new Random(11);
      for (int i = 0; i < 200; i++) {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        left.sendRaw(noise);
      }
      long before = right.awaitPackets(true, 30, LIMIT).packets();
      right.awaitPackets(true, before + 40, LIMIT);

      assertEquals(500, count(MediaCounter.DROPPED_AUTHENTICATION), 40);
      assertEquals(replayed, count(MediaCounter.DROPPED_REPLAYED));
      assertTrue(count(MediaCounter.DROPPED_UNKNOWN_ADDRESS) >= elsewhere);
      assertEquals(0, count(MediaCounter.DROPPED_ERROR));
      assertNull(loop.fault());
    }
  }

  @Test
  void onlyAnAuthenticatedCheckMovesTheAddress() throws Exception {
    try (MediaPeer left = MediaPeer.open(loop, PeerOptions.of(Side.AGENT));
        MediaPeer right = MediaPeer.open(loop, PeerOptions.of(Side.CUSTOMER))) {
      call.connect(agent, customer, left);
      call.connect(customer, agent, right);
      right.awaitPackets(true, 20, LIMIT);
      right.moveAddress();
      long before = right.awaitPackets(true, 20, LIMIT).packets();
      right.awaitPackets(true, before + 40, LIMIT);
    }
  }
}

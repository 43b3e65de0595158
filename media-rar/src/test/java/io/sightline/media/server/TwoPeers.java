package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.MediaEvent;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerLoop;
import io.sightline.testsupport.peer.PeerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A media server on loopback and a call of an agent and a customer who are scripted peers. */
abstract class TwoPeers {
  static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path store;
  TestServer server;
  PeerLoop loop;
  TestCall call;
  final TestCall.Party agent = new TestCall.Party("agent", 1000);
  final TestCall.Party customer = new TestCall.Party("customer", 2000);

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

  /** A peer whose media flows. */
  MediaPeer join(TestCall.Party self, TestCall.Party other, PeerOptions options) throws Exception {
    MediaPeer peer = MediaPeer.open(loop, options);
    call.connect(self, other, peer);
    peer.connected().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    server.await(MediaEvent.EndpointConnected.class, e -> e.endpointId().equals(self.endpointId()));
    return peer;
  }

  /** Waits until so many more packets of sound have arrived. */
  static void awaitMore(MediaPeer peer, long packets) throws Exception {
    long before = peer.awaitPackets(false, 1, LIMIT).packets();
    peer.awaitPackets(false, before + packets, LIMIT);
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "not in time");
      LockSupport.parkNanos(10_000_000L);
    }
  }
}

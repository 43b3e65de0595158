package io.sightline.testsupport.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.PeerOptions.Fault;
import io.sightline.testsupport.srtp.SrtpProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MediaPeerTest {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private PeerLoop loop;
  private EchoServer server;

  @BeforeEach
  void open() throws IOException {
    loop = PeerLoop.start("peers");
    server = new EchoServer();
  }

  @AfterEach
  void close() {
    assertNull(loop.fault());
    loop.close();
    server.close();
  }

  private MediaPeer connect(PeerOptions options) {
    MediaPeer peer = MediaPeer.open(loop, options);
    server.expect(peer.answer(server.offer()));
    return peer;
  }

  @ParameterizedTest
  @EnumSource
  void hearsItselfThroughEveryProfile(SrtpProfile profile) throws Exception {
    try (MediaPeer peer = connect(PeerOptions.of(Side.CUSTOMER).withProfiles(profile))) {
      assertEquals(profile, peer.connected().get(15, TimeUnit.SECONDS));
      TrackStatistics audio = peer.awaitPackets(false, 30, LIMIT);
      TrackStatistics video = peer.awaitPackets(true, 10, LIMIT);
      assertEquals("2", audio.mid());
      assertEquals("3", video.mid());
      assertEquals(0, audio.lost());
      assertEquals(0, video.lost());
      assertEquals(1, video.keyFrames());
      assertEquals(Set.of(Side.CUSTOMER.ordinal() + 1), video.sources());
      assertEquals(0, video.markersMissing());
      assertEquals(0, video.timestampRegressions());
      assertTrue(video.delayP50Ns() > 0 && video.delayP50Ns() < 50_000_000L, video.toString());
    }
  }

  @Test
  void isFollowedToAnotherAddress() throws Exception {
    try (MediaPeer peer = connect(PeerOptions.of(Side.AGENT))) {
      long before = peer.awaitPackets(false, 10, LIMIT).packets();
      peer.moveAddress();
      peer.awaitPackets(false, before + 20, LIMIT);
    }
  }

  @Test
  void replaysAndForgesWithoutEffect() throws Exception {
    try (MediaPeer peer = connect(PeerOptions.of(Side.AGENT))) {
      peer.awaitPackets(false, 20, LIMIT);
      int refusedBefore = server.refused;
      assertEquals(10, peer.replay(10));
      peer.forge(10);
      TrackStatistics audio = peer.awaitPackets(false, 60, LIMIT);
      assertEquals(refusedBefore + 20, server.refused);
      assertEquals(0, audio.duplicates());
    }
  }

  @Test
  void refusesAServerWithAnotherCertificate() {
    String offer = server.offer();
    String lie = io.sightline.testsupport.dtls.PeerCertificate.generate().fingerprint();
    MediaPeer peer = MediaPeer.open(loop, PeerOptions.of(Side.AGENT));
    server.expect(peer.answer(offer.replaceFirst("sha-256 [0-9A-F:]+", "sha-256 " + lie)));
    assertThrows(ExecutionException.class, () -> peer.connected().get(15, TimeUnit.SECONDS));
    peer.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"WRONG_FINGERPRINT", "NO_CERTIFICATE"})
  void misbehavesInTheHandshake(Fault fault) {
    MediaPeer peer = connect(PeerOptions.of(Side.AGENT).withFaults(fault));
    assertThrows(ExecutionException.class, () -> server.handshake.get(15, TimeUnit.SECONDS));
    assertTrue(peer.received().isEmpty());
    peer.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"WRONG_ICE_PASSWORD", "SKIPS_ICE"})
  void misbehavesBeforeIt(Fault fault) {
    MediaPeer peer = connect(PeerOptions.of(Side.AGENT).withFaults(fault));
    assertThrows(TimeoutException.class, () -> peer.connected().get(1, TimeUnit.SECONDS));
    assertFalse(server.handshake.isDone());
    peer.abandon();
  }
}

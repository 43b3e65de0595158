package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.Candidate;
import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.StartRecording;
import io.sightline.media.api.TransportParameters;
import io.sightline.media.management.MediaCounter;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerOptions;
import io.sightline.testsupport.peer.PeerOptions.Fault;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that break the rules: they are refused and counted, the others do not notice. */
@Timeout(60)
class HostilePeerTest extends TwoPeers {
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

  /** Whose handshake never ends with keys gets so much held, and nothing forwarded. */
  @Test
  void earlyMediaIsBoundedAndGoesNowhereWithoutKeys() throws Exception {
    int cap = 64;
    int sent = 300;
    try (MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER));
        MediaPeer peer =
            MediaPeer.open(loop, PeerOptions.of(Side.AGENT).withFaults(Fault.WRONG_FINGERPRINT))) {
      call.connect(agent, customer, peer);
      server.await(MediaEvent.EndpointFailed.class, e -> true);
      long heldBefore = count(MediaCounter.DROPPED_EARLY_MEDIA);
      byte[] packet = new byte[100];
      packet[0] = (byte) 0x80;
      packet[1] = 111;
      for (int i = 0; i < sent; i++) {
        packet[3] = (byte) i;
        peer.sendRaw(packet);
      }
      await(() -> count(MediaCounter.DROPPED_EARLY_MEDIA) - heldBefore >= sent - cap);
      assertTrue(count(MediaCounter.DROPPED_EARLY_MEDIA) - heldBefore <= sent);
      assertEquals(List.of(), right.received(), "nothing came through");
      assertEquals(0, count(MediaCounter.DROPPED_ERROR));
    }
  }

  /** An ICE-lite server makes no checks: candidates that name its neighbours lead nowhere. */
  @Test
  void remoteCandidatesAreSentNothing() throws Exception {
    try (DatagramChannel neighbour = DatagramChannel.open();
        MediaPeer left = MediaPeer.open(loop, PeerOptions.of(Side.AGENT));
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
      neighbour.bind(new InetSocketAddress("127.0.0.1", 0)).configureBlocking(false);
      int port = ((InetSocketAddress) neighbour.getLocalAddress()).getPort();
      call.connect(agent, customer, left);
      server.media.configureEndpoint(named(call.latest, port));
      left.connected().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      awaitMore(right, 30);
      awaitMore(left, 30);
      assertNull(neighbour.receive(ByteBuffer.allocate(100)), "the neighbour was sent something");
    }
  }

  private static ConfigureEndpoint named(ConfigureEndpoint request, int port) {
    TransportParameters remote = request.remote();
    List<Candidate> candidates =
        Stream.of("127.0.0.1", "169.254.169.254", "224.0.0.1", "localhost", "metadata.internal")
            .map(address -> new Candidate("1", 2_130_706_431L, address, port, "host"))
            .toList();
    return new ConfigureEndpoint(
        request.endpointId(),
        new TransportParameters(
            remote.ufrag(), remote.pwd(), candidates, remote.fingerprint(), remote.setup()),
        request.receive(),
        request.send());
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

  /** Waits until so many further audio packets have come through. */
  @Test
  void aCallConnectsDuringAFloodOfClientHellos() throws Exception {
    byte[] hello = new byte[200];
    new Random(3).nextBytes(hello);
    hello[0] = 22;
    try (ClientHelloFlood flood =
            ClientHelloFlood.start(
                server.media.openEndpoint(call.open(agent)).candidates().get(0).port(), hello);
        MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT));
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
      right.awaitPackets(true, 20, LIMIT);
      left.awaitPackets(true, 20, LIMIT);
      assertTrue(flood.sent() > 100, "the flood went on: " + flood.sent());
      assertEquals(2, count(MediaCounter.DTLS_ESTABLISHED));
      assertEquals(0, count(MediaCounter.DTLS_FAILED));
      assertTrue(count(MediaCounter.DROPPED_UNKNOWN_ADDRESS) > 0);
    }
  }

  @Test
  void aMissingCertificateFailsTheEndpoint() throws Exception {
    try (MediaPeer peer =
        MediaPeer.open(loop, PeerOptions.of(Side.AGENT).withFaults(Fault.NO_CERTIFICATE))) {
      call.connect(agent, customer, peer);
      server.await(MediaEvent.EndpointFailed.class, e -> true);
      assertEquals(0, count(MediaCounter.DTLS_ESTABLISHED));
      assertEquals(0, count(MediaCounter.RTP_RECEIVED));
    }
  }

  @Test
  void endlessDtlsFragmentsDisturbNobody() throws Exception {
    try (MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT));
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
      right.awaitPackets(true, 10, LIMIT);
      for (int i = 0; i < 3000; i++) {
        left.sendRaw(fragment(i, i % 3 == 0 ? 0 : 100));
      }
      awaitMore(right, 30);
      awaitMore(left, 30);
      assertEquals(0, count(MediaCounter.DROPPED_ERROR));
      assertEquals(2, server.media.endpointFigures().stream().filter(f -> f.connected()).count());
    }
  }

  /** A plain-text handshake record: a fragment of a message of 16 MB that never ends. */
  private static byte[] fragment(int number, int length) {
    return ByteBuffer.allocate(13 + 12 + length)
        .put((byte) 22)
        .putShort((short) 0xFEFD)
        .putLong(number)
        .putShort((short) (12 + length))
        .putInt(1 << 24 | 0xFFFFFF)
        .putShort((short) 0)
        .put((byte) 0)
        .putShort((short) (number * 50))
        .put((byte) 0)
        .putShort((short) length)
        .array();
  }

  @Test
  void replayedPacketsAreRecordedOnce() throws Exception {
    UUID recordingId = UUID.randomUUID();
    server.media.startRecording(
        new StartRecording(
            recordingId, call.callId, RecordingMedia.AUDIO_VIDEO, "demo/replay", new byte[32]));
    try (MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT));
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
      awaitMore(right, 30);
      int replayed = 0;
      while (replayed < 2000) {
        replayed += left.replay(100);
      }
      int expected = replayed;
      await(() -> count(MediaCounter.DROPPED_REPLAYED) >= expected);
      awaitMore(right, 30);
    }
    server.media.closeCall(call.callId);
    MediaEvent.RecordingSealed sealed = server.await(MediaEvent.RecordingSealed.class, e -> true);
    assertEquals(count(MediaCounter.RTP_RECEIVED), sealed.packets());
  }

  @Test
  void twoThousandSsrcsReplaceNoTrack() throws Exception {
    try (MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT));
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
      right.awaitPackets(true, 10, LIMIT);
      awaitMore(right, 5);
      for (int i = 0; i < 20; i++) {
        left.scatter(50, false);
        left.scatter(50, true);
        awaitMore(right, 1);
      }
      awaitMore(right, 30);
      right.awaitPackets(true, right.awaitPackets(true, 1, LIMIT).packets() + 30, LIMIT);
      awaitMore(left, 30);
      await(
          () ->
              count(MediaCounter.DROPPED_UNKNOWN_TRACK) + count(MediaCounter.DROPPED_SSRC_CAP)
                  == 2000);
      assertEquals(2, right.received().size(), "no stray came through");
    }
  }

  @Test
  void feedbackGamesCostTheOtherSideOneKeyFrameASecond() throws Exception {
    try (MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT));
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
      right.awaitPackets(true, 10, LIMIT);
      left.awaitPackets(true, 10, LIMIT);
      long askedBefore = left.statistics().keyFrameRequests();
      long startNs = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        right.requestKeyFrames();
        right.sendFeedback(remb(0));
        awaitMore(right, 1);
      }
      long seconds = (System.nanoTime() - startNs) / 1_000_000_000L + 1;
      long asked = left.statistics().keyFrameRequests() - askedBefore;
      assertTrue(asked >= 1 && asked <= seconds + 1, asked + " in " + seconds + " s");
      awaitMore(right, 30);
    }
  }

  /** REMB of a bit rate for no SSRC. */
  private static byte[] remb(int bitsPerSecond) {
    return ByteBuffer.allocate(20)
        .putInt(0x8FCE0004)
        .putInt(1)
        .putInt(0)
        .put("REMB".getBytes(StandardCharsets.US_ASCII))
        .putInt(bitsPerSecond)
        .array();
  }

  @Test
  void authenticNonsenseIsCountedAndHarmless() throws Exception {
    try (MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT));
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
      right.awaitPackets(true, 10, LIMIT);
      Random random = new Random(29);
      for (int i = 0; i < 1000; i++) {
        byte[] noise = new byte[4 * random.nextInt(40)];
        random.nextBytes(noise);
        if (noise.length > 4) {
          noise[0] = (byte) (0x80 | (noise[0] & 0x3F));
          noise[1] = (byte) (200 + random.nextInt(8));
          noise[2] = 0;
        }
        left.sendFeedback(noise);
      }
      awaitMore(right, 30);
      awaitMore(left, 30);
      assertEquals(0, count(MediaCounter.DROPPED_ERROR));
      assertTrue(count(MediaCounter.DROPPED_MALFORMED) > 0);
    }
  }

  @Test
  void answersToStrangersAreNeverLargerThanTheirQuestions() throws Exception {
    try (MediaPeer peer =
        MediaPeer.open(loop, PeerOptions.of(Side.AGENT).withFaults(Fault.WRONG_ICE_PASSWORD))) {
      call.connect(agent, customer, peer);
      await(() -> count(MediaCounter.DROPPED_STUN) >= 3);
      assertTrue(
          count(MediaCounter.BYTES_SENT) <= count(MediaCounter.BYTES_RECEIVED),
          count(MediaCounter.BYTES_SENT) + " for " + count(MediaCounter.BYTES_RECEIVED));
      assertTrue(count(MediaCounter.DATAGRAMS_SENT) <= count(MediaCounter.DATAGRAMS_RECEIVED));
      assertEquals(0, count(MediaCounter.DTLS_ESTABLISHED));
    }
  }
}

package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.StartRecording;
import io.sightline.media.management.MediaCounter;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerOptions;
import io.sightline.testsupport.peer.PeerOptions.Fault;
import io.sightline.testsupport.peer.TrackStatistics;
import io.sightline.testsupport.srtp.SrtpProfile;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server offers {@code a=setup:actpass}: who answers may take either role (RFC 8842). */
@Timeout(60)
class DtlsRoleTest extends TwoPeers {
  private static final int PACKETS = 40;

  /** The agent answers active as browsers do, the customer passive; both are recorded. */
  @Test
  void activeAndPassiveAnswersMeetAndAreRecorded() throws Exception {
    PeerOptions passive = PeerOptions.of(Side.CUSTOMER).withPassiveDtls();
    try (MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT));
        MediaPeer right = join(customer, agent, passive)) {
      assertEquals("passive", call.latest.remote().setup());
      UUID recordingId = UUID.randomUUID();
      server.media.startRecording(
          new StartRecording(
              recordingId, call.callId, RecordingMedia.AUDIO_VIDEO, "demo/roles", new byte[32]));
      hears(left, Side.CUSTOMER);
      hears(right, Side.AGENT);
      server.media.stopRecording(recordingId);
      server.await(MediaEvent.RecordingSealed.class, e -> true);
      assertRecorded();
      assertNull(loop.fault());
    }
  }

  /** Sound and picture of both. */
  private void assertRecorded() throws Exception {
    try (JsonReader reader =
        Json.createReader(Files.newBufferedReader(store.resolve("demo/roles/manifest.json")))) {
      List<JsonObject> tracks =
          reader.readObject().getJsonArray("tracks").getValuesAs(JsonObject.class);
      assertEquals(4, tracks.size(), tracks.toString());
      assertTrue(tracks.stream().allMatch(track -> track.getInt("packets") > 0), tracks.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void passiveAnswersMeetInEachProfile(SrtpProfile profile) throws Exception {
    PeerOptions passive = PeerOptions.of(Side.CUSTOMER).withPassiveDtls().withProfiles(profile);
    try (MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT).withPassiveDtls());
        MediaPeer right = join(customer, agent, passive)) {
      assertEquals(profile, right.connected().get(LIMIT.toSeconds(), TimeUnit.SECONDS));
      hears(left, Side.CUSTOMER);
      hears(right, Side.AGENT);
    }
  }

  private static void hears(MediaPeer peer, Side other) throws Exception {
    for (boolean video : new boolean[] {false, true}) {
      TrackStatistics track = peer.awaitPackets(video, PACKETS, LIMIT);
      assertEquals(Set.of(other.ordinal() + 1), track.sources(), track.toString());
    }
    assertEquals(0, peer.statistics().refusedNotAuthentic());
  }

  /** No key leaves towards somebody whose certificate is not the one that the answer names. */
  @Test
  void passiveAnswersWithAnotherCertificateAreRefused() throws Exception {
    PeerOptions forged =
        PeerOptions.of(Side.CUSTOMER).withPassiveDtls().withFaults(Fault.WRONG_FINGERPRINT);
    try (MediaPeer peer = MediaPeer.open(loop, forged)) {
      call.connect(customer, agent, peer);
      MediaEvent.EndpointFailed failed = server.await(MediaEvent.EndpointFailed.class, e -> true);
      assertEquals("dtls-fingerprint-mismatch", failed.reason());
      assertThrows(
          Exception.class, () -> peer.connected().get(LIMIT.toSeconds(), TimeUnit.SECONDS));
      assertEquals(0, server.media.counters().get(MediaCounter.DTLS_ESTABLISHED));
    }
  }

  /** DTLS goes on through an ICE restart, whoever began it. */
  @Test
  void passivePeersKeepTheirKeysThroughAnIceRestart() throws Exception {
    try (MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT));
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER).withPassiveDtls())) {
      hears(left, Side.CUSTOMER);
      call.negotiate(customer, agent, right, server.media.restartIce(customer.endpointId()));
      awaitMore(left, PACKETS);
      awaitMore(right, PACKETS);
      assertEquals(2, server.media.counters().get(MediaCounter.DTLS_ESTABLISHED));
    }
  }
}

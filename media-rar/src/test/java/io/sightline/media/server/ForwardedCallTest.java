package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.StartRecording;
import io.sightline.media.management.MediaCounter;
import io.sightline.media.raw.TrackLogReader;
import io.sightline.media.raw.TrackLogType;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerOptions;
import io.sightline.testsupport.peer.PeerOptions.Fault;
import io.sightline.testsupport.peer.TrackStatistics;
import io.sightline.testsupport.srtp.SrtpProfile;
import io.sightline.testsupport.tracklog.TrackLog;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two scripted peers over loopback: what one sends the other gets, and the recording holds. */
@Timeout(60)
class ForwardedCallTest extends TwoPeers {
  /** What the contract allows a pause to take. */
  private static final long PAUSE_EFFECTIVE_MS = 250;

  private static final byte[] KEY = new byte[32];

  @Test
  void mediaIsForwardedBothWays() throws Exception {
    try (MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT));
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
      TrackStatistics audio = right.awaitPackets(false, 50, LIMIT);
      TrackStatistics video = right.awaitPackets(true, 50, LIMIT);
      left.awaitPackets(true, 50, LIMIT);

      assertEquals(1000, audio.ssrc());
      assertEquals(1001, video.ssrc());
      assertTrue(video.keyFrames() >= 1, "starts with a key frame");
      assertEquals(0, video.markersMissing());
      assertEquals(0, server.media.counters().get(MediaCounter.DROPPED_AUTHENTICATION));
      assertEquals(2, server.media.endpointFigures().stream().filter(f -> f.connected()).count());
    }
  }

  @Test
  void aReorderedKeyFrameArrivesWhole() throws Exception {
    PeerOptions shuffled = PeerOptions.of(Side.AGENT).withFaults(Fault.REORDERS_KEY_FRAMES);
    try (MediaPeer left = join(agent, customer, shuffled);
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
      TrackStatistics video = right.awaitPackets(true, 50, LIMIT);
      left.awaitPackets(true, 5, LIMIT);

      assertTrue(left.statistics().sentKeyFrames() >= 1);
      assertTrue(video.keyFrames() >= 1);
      assertTrue(video.lost() == 0, "packets that overtook the first one are sent: " + video);
    }
  }

  @Test
  void everyProfileCarriesMedia() throws Exception {
    PeerOptions strong = PeerOptions.of(Side.AGENT).withProfiles(SrtpProfile.AEAD_AES_256_GCM);
    PeerOptions old =
        PeerOptions.of(Side.CUSTOMER).withProfiles(SrtpProfile.AES128_CM_HMAC_SHA1_80);
    try (MediaPeer left = join(agent, customer, strong);
        MediaPeer right = join(customer, agent, old)) {
      right.awaitPackets(true, 30, LIMIT);
      left.awaitPackets(true, 30, LIMIT);
    }
  }

  @Test
  void recordingHoldsWhatWasSent() throws Exception {
    UUID recordingId = UUID.randomUUID();
    try (MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT));
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
      left.awaitPackets(true, 5, LIMIT);
      server.media.startRecording(
          new StartRecording(
              recordingId, call.callId, RecordingMedia.AUDIO_VIDEO, "demo/one", KEY));
      server.await(MediaEvent.RecordingStarted.class, e -> true);
      awaitMore(right, 100);
      server.media.stopRecording(recordingId);
      MediaEvent.RecordingSealed sealed = server.await(MediaEvent.RecordingSealed.class, e -> true);
      left.awaitPackets(true, 50, LIMIT);
      right.awaitPackets(true, 50, LIMIT);

      assertEquals(recordingId, sealed.recordingId());
      assertEquals(0, sealed.gaps());
      assertTrue(sealed.packets() >= 200);
      assertTrue(sealed.lastMediaEpochMillis() > sealed.firstMediaEpochMillis());
      assertManifest(sealed);
    }
  }

  /** Waits until so many further audio packets came through: 20 ms each. */
  @Test
  void reloadContinuesTheSameTracks() throws Exception {
    UUID recordingId = UUID.randomUUID();
    server.media.startRecording(
        new StartRecording(recordingId, call.callId, RecordingMedia.AUDIO_VIDEO, "demo/one", KEY));
    TestCall.Party reloaded = customer.again();
    try (MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT))) {
      try (MediaPeer before = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
        before.awaitPackets(true, 20, LIMIT);
        left.awaitPackets(true, 20, LIMIT);
      }
      server.await(
          MediaEvent.EndpointDisconnected.class, e -> e.endpointId().equals(customer.endpointId()));
      server.media.closeEndpoint(customer.endpointId());
      PeerOptions again = PeerOptions.of(Side.CUSTOMER).named("again", 2, 77);
      try (MediaPeer after = join(reloaded, agent, again)) {
        call.connect(agent, reloaded, left);
        after.awaitPackets(true, 20, LIMIT);
        left.await(
            LIMIT, tracks -> tracks.stream().anyMatch(t -> t.ssrc() == 2010 && t.packets() > 20));
      }
    }
    server.media.stopRecording(recordingId);
    MediaEvent.RecordingSealed sealed = server.await(MediaEvent.RecordingSealed.class, e -> true);
    assertManifest(sealed);
    assertTrue(Files.readString(store.resolve("demo/one/manifest.json")).contains("\"closed\""));
  }

  @Test
  void theCallOutlivesItsRecording() throws Exception {
    Files.createDirectories(store.resolve("demo/one/manifest.json/in-the-way"));
    UUID recordingId = UUID.randomUUID();
    server.media.startRecording(
        new StartRecording(recordingId, call.callId, RecordingMedia.AUDIO_VIDEO, "demo/one", KEY));
    try (MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT));
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
      left.awaitPackets(true, 30, LIMIT);
      server.media.stopRecording(recordingId);
      MediaEvent.RecordingFailed failed = server.await(MediaEvent.RecordingFailed.class, e -> true);
      assertEquals("storage", failed.reason());
      awaitMore(right, 100);
      left.awaitPackets(true, 30, LIMIT);
      assertEquals(0, server.media.recordings().size());
      assertEquals(0, server.media.counters().get(MediaCounter.DROPPED_RING_FULL));
    }
  }

  @Test
  void nothingOfAPauseIsRecorded() throws Exception {
    UUID recordingId = UUID.randomUUID();
    server.media.startRecording(
        new StartRecording(recordingId, call.callId, RecordingMedia.AUDIO, "demo/one", KEY));
    try (MediaPeer left = join(agent, customer, PeerOptions.of(Side.AGENT));
        MediaPeer right = join(customer, agent, PeerOptions.of(Side.CUSTOMER))) {
      right.awaitPackets(false, 30, LIMIT);
      server.media.pauseRecording(recordingId);
      final long pausedMs = System.currentTimeMillis() + PAUSE_EFFECTIVE_MS;
      awaitMore(right, 20);
      long atPause = server.media.counters().get(MediaCounter.PACKETS_RECORDED);
      awaitMore(right, 50);
      assertEquals(atPause, server.media.counters().get(MediaCounter.PACKETS_RECORDED));
      final long resumedMs = System.currentTimeMillis();
      server.media.resumeRecording(recordingId);
      awaitMore(right, 50);
      left.awaitPackets(false, 50, LIMIT);
      assertTrue(server.media.counters().get(MediaCounter.PACKETS_RECORDED) > atPause);
      assertTrue(resumedMs > pausedMs, "the pause was too short to tell anything");
      server.media.closeCall(call.callId);
      server.await(MediaEvent.RecordingSealed.class, e -> true);
      assertNothingRecorded(pausedMs, resumedMs);
    }
  }

  private void assertNothingRecorded(long fromMs, long toMs) throws IOException {
    JsonObject manifest;
    try (var reader =
        Json.createReader(Files.newBufferedReader(store.resolve("demo/one/manifest.json")))) {
      manifest = reader.readObject();
    }
    List<String> events =
        manifest.getJsonArray("events").getValuesAs(JsonObject.class).stream()
            .map(event -> event.getString("type"))
            .filter(type -> !type.equals("closed"))
            .toList();
    assertEquals(List.of("pause", "resume"), events);
    long startedMs = manifest.getJsonNumber("startedEpochMillis").longValue();
    for (int track = 0; track < 2; track++) {
      Path file = store.resolve("demo/one/track-" + track + ".sltl");
      for (TrackLog.Entry entry : TrackLog.read(file, KEY).entries()) {
        long ms = startedMs + entry.arrivalNs() / 1_000_000;
        boolean media = entry.type() == TrackLog.RTP || entry.type() == TrackLog.SENDER_REPORT;
        assertFalse(media && ms > fromMs && ms < toMs, "taken " + (ms - fromMs) + " ms after");
      }
    }
  }

  private void assertManifest(MediaEvent.RecordingSealed sealed) throws Exception {
    Path directory = store.resolve("demo/one");
    Path manifestFile = directory.resolve("manifest.json");
    assertEquals(sealed.manifestSha256(), sha256(manifestFile));
    JsonObject manifest;
    try (InputStream in = Files.newInputStream(manifestFile);
        var reader = Json.createReader(in)) {
      manifest = reader.readObject();
    }
    assertEquals(call.callId.toString(), manifest.getString("callId"));
    assertEquals(4, manifest.getJsonArray("tracks").size(), manifest.toString());
    long packets = 0;
    for (JsonObject track : manifest.getJsonArray("tracks").getValuesAs(JsonObject.class)) {
      Path file = directory.resolve(track.getString("file"));
      assertEquals(track.getString("sha256"), sha256(file));
      assertEquals(track.getInt("bytes"), Files.size(file));
      packets += countRtp(file, track);
    }
    assertEquals(sealed.packets(), packets);
    assertFalse(Files.exists(directory.resolve("manifest.json.part")));
  }

  private static long countRtp(Path file, JsonObject track) throws IOException {
    long packets = 0;
    long reports = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      TrackLogReader log = new TrackLogReader(in, KEY);
      assertTrue(log.next());
      assertEquals(TrackLogType.TRACK, log.type());
      assertTrue(log.json().contains(track.getString("participantId")));
      while (log.next()) {
        if (log.type() == TrackLogType.RTP) {
          packets++;
        } else if (log.type() == TrackLogType.SENDER_REPORT) {
          reports++;
        }
      }
      assertTrue(log.finished());
    }
    assertEquals(track.getInt("packets"), packets);
    assertTrue(reports >= 0);
    return packets;
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(
            java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}

package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.testsupport.client.ScriptedParticipant;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.content.MediaContent;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerOptions;
import io.sightline.testsupport.peer.TrackStatistics;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The whole way through the product with two scripted participants, on any server. */
public class SpineIT {
  private static final Duration MEDIA_LIMIT = ServerUnderTest.patience(30);
  private static final Duration MIX_LIMIT = ServerUnderTest.patience(120);
  private static final Path FILES = Path.of("target", "recordings");

  @Test
  public void aCallIsForwardedRecordedMixedAndReported() throws Exception {
    ServerUnderTest server = ServerUnderTest.get();
    try (ScriptedCall call = new ScriptedCall(server);
        ScriptedParticipant agent = call.agent(PeerOptions.of(Side.AGENT));
        ScriptedParticipant customer =
            call.customer(
                PeerOptions.of(Side.CUSTOMER).withClockOffset(Duration.ofMillis(-3_456)))) {
      join(call, agent, customer);
      double seconds = record(call, agent, customer);
      end(server, call, agent, customer);

      FinishedRecording captured =
          FinishedRecording.await(
              call.agentApi,
              call.id,
              ServerUnderTest.patience(20),
              record -> FinishedRecording.renditions(record, "capture").size() >= 2);
      checkCaptures(captured, seconds);
      FinishedRecording mixed =
          FinishedRecording.await(call.agentApi, call.id, MIX_LIMIT, FinishedRecording::mixed);
      for (String format : List.of("webm", "mp4")) {
        Path file = mixed.download(format, FILES.resolve("spine." + format));
        String figures = MixedContent.check(file, format, MixedContent.Span.exactly(seconds), 0.95);
        System.getLogger("spine").log(System.Logger.Level.INFO, figures);
      }
      checkReport(call, mixed.record());
      Playback.check(call.agentApi, server.anonymous(), mixed.record());
      assertNull(call.fault());
    }
  }

  static void join(ScriptedCall call, ScriptedParticipant agent, ScriptedParticipant customer)
      throws TimeoutException {
    agent.awaitCall(
        snapshot -> of(call, snapshot) && ScriptedCall.has(snapshot, "customer", "lobby"));
    customer.join(call.id);
    agent.awaitCall(
        snapshot -> of(call, snapshot) && ScriptedCall.has(snapshot, "customer", "joined"));
    agent.join(call.id);
    int generation = agent.awaitPath("direct", 0);
    assertEquals(generation, customer.awaitPath("direct", 0));
    customer.awaitCall(snapshot -> snapshot.getString("state").equals("active"));
  }

  private static boolean of(ScriptedCall call, JsonObject snapshot) {
    return snapshot.getString("id").equals(call.id);
  }

  /** Records for some ten seconds; answers how long by the clock. */
  private static double record(
      ScriptedCall call, ScriptedParticipant agent, ScriptedParticipant customer)
      throws TimeoutException {
    agent.send("recording.start");
    agent.awaitCall(snapshot -> of(call, snapshot) && ScriptedCall.records(snapshot));
    customer.awaitCall(ScriptedCall::records);
    int generation = agent.awaitPath("forwarded", 0);
    assertEquals(generation, customer.awaitPath("forwarded", 0));
    long startNs = System.nanoTime();
    MediaPeer agentPeer = agent.peer(generation);
    MediaPeer customerPeer = customer.peer(generation);
    long tenSeconds = 500;
    hears(agentPeer, Side.CUSTOMER, tenSeconds);
    hears(customerPeer, Side.AGENT, tenSeconds);
    agent.send("recording.stop");
    double seconds = (System.nanoTime() - startNs) / 1e9;
    agent.awaitCall(snapshot -> of(call, snapshot) && stopped(snapshot, generation));
    int back = agent.awaitPath("direct", generation);
    assertEquals(back, customer.awaitPath("direct", generation));
    return seconds;
  }

  private static boolean stopped(JsonObject snapshot, int generation) {
    return !ScriptedCall.records(snapshot) && snapshot.getInt("generation", 0) >= generation;
  }

  private static void hears(MediaPeer peer, Side other, long audioPackets) throws TimeoutException {
    TrackStatistics audio = peer.awaitPackets(false, audioPackets, MEDIA_LIMIT);
    TrackStatistics video = peer.awaitPackets(true, 100, MEDIA_LIMIT);
    for (TrackStatistics track : List.of(audio, video)) {
      assertEquals(Set.of(other.ordinal() + 1), track.sources(), track.toString());
      assertEquals(0, track.lost(), track.toString());
      assertEquals(0, track.markersMissing(), track.toString());
      assertEquals(0, track.timestampRegressions(), track.toString());
      assertEquals(1, track.payloadTypes().size(), track.toString());
    }
    assertTrue(video.keyFrames() >= 1, video.toString());
    assertEquals(0, peer.statistics().refusedNotAuthentic());
  }

  private static void end(
      ServerUnderTest server,
      ScriptedCall call,
      ScriptedParticipant agent,
      ScriptedParticipant customer)
      throws TimeoutException {
    agent.send("call.end");
    agent.socket().await("call.ended");
    customer.socket().await("call.ended");
    JsonObject refusal = server.anonymous().admission(call.code).expect(410).json();
    assertEquals("link.ended", refusal.getString("code"));
  }

  private static void checkCaptures(FinishedRecording recording, double seconds) throws Exception {
    for (JsonObject rendition : FinishedRecording.renditions(recording.record(), "capture")) {
      String role = rendition.getString("role");
      Side side = role.equals("agent") ? Side.AGENT : Side.CUSTOMER;
      Path file =
          recording.download(
              rendition.getString("id"), FILES.resolve("spine-" + role + "-capture.webm"));
      MediaContent content = MediaContent.open(file, "webm");
      assertEquals(Set.of("vp8", "opus"), Set.copyOf(content.codecs()));
      assertEquals(seconds, content.declaredSeconds(), 1.5, role);
      assertTrue(content.audio().tonePresence(side.toneHertz(), 4) > 0.8, role);
    }
  }

  private static void checkReport(ScriptedCall call, JsonObject recording) {
    Instant now = Instant.now();
    String interval = now.minus(Duration.ofHours(1)) + "/" + now.plus(Duration.ofHours(1));
    JsonObject list =
        call.agentApi.get("/api/reports/calls?interval=" + interval).expect(200).json();
    assertTrue(
        list.getJsonArray("entities").getValuesAs(JsonObject.class).stream()
            .anyMatch(cdr -> cdr.getString("id").equals(call.id)),
        list.toString());
    JsonObject cdr =
        call.agentApi
            .get("/api/reports/calls/" + call.id + "?expand=sessions,recordings")
            .expect(200)
            .json();
    assertEquals("ended", cdr.getString("state"));
    assertTrue(cdr.getJsonArray("sessions").size() >= 2, cdr.toString());
    assertEquals(1, cdr.getJsonArray("recordings").size(), cdr.toString());
    assertFalse(recording.getString("mime", "").isEmpty(), recording.toString());
    for (String field : List.of("id", "type", "state", "url", "start", "end", "media")) {
      assertTrue(recording.containsKey(field), field + " in " + recording);
    }
    assertEquals("video", recording.getString("type"));
  }

  @Test
  void theCustomerComesBackToTheSameCall() throws Exception {
    ServerUnderTest server = ServerUnderTest.get();
    try (ScriptedCall call = new ScriptedCall(server);
        ScriptedParticipant agent = call.agent(PeerOptions.of(Side.AGENT));
        ScriptedParticipant first = call.customer(PeerOptions.of(Side.CUSTOMER))) {
      join(call, agent, first);
      agent.send("recording.start");
      int generation = agent.awaitPath("forwarded", 0);
      agent.peer(generation).awaitPackets(false, 50, MEDIA_LIMIT);
      first.vanish();
      int again = 77;
      PeerOptions options = PeerOptions.of(Side.CUSTOMER).named("CUSTOMER again", again, 77);
      try (ScriptedParticipant second = call.customer(options)) {
        second.join(call.id);
        MediaPeer peer = second.peer(second.awaitPath("forwarded", 0));
        assertEquals(
            Set.of(Side.AGENT.ordinal() + 1), peer.awaitPackets(true, 30, MEDIA_LIMIT).sources());
        MediaPeer kept = agent.peer(generation);
        kept.await(
            MEDIA_LIMIT,
            tracks -> tracks.stream().anyMatch(t -> t.video() && t.sources().contains(again)));
        agent.send("call.end");
        second.socket().await("call.ended");
      }
      FinishedRecording.await(call.agentApi, call.id, MIX_LIMIT, FinishedRecording::mixed);
      assertNull(call.fault());
    }
  }
}

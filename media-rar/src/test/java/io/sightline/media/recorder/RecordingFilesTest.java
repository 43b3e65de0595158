package io.sightline.media.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.Annotation;
import io.sightline.media.api.InterruptedRecording;
import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.MediaException;
import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.TrackSource;
import io.sightline.media.management.MediaCounters;
import io.sightline.testsupport.tracklog.TrackLog;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingFilesTest {
  private static final UUID AGENT = UUID.randomUUID();
  private static final UUID CUSTOMER = UUID.randomUUID();

  @TempDir Path home;

  private static void feed(RecordingTrack track, int type, long ssrc, int packets) {
    for (int i = 0; i < packets; i++) {
      byte[] packet = RecorderRig.packet(type, i, 960L * i, ssrc, new byte[] {0x10, 0, 1, 2});
      track.rtp(RecorderRig.wrap(packet), System.nanoTime());
    }
  }

  private static List<String> types(JsonObject manifest) {
    return manifest.getJsonArray("events").getValuesAs(JsonObject.class).stream()
        .map(event -> event.getString("type"))
        .toList();
  }

  private static List<String> sources(JsonObject manifest) {
    return manifest.getJsonArray("tracks").getValuesAs(JsonObject.class).stream()
        .map(track -> track.getString("source"))
        .toList();
  }

  /** One call, recorded as video and as screen at once. */
  @Test
  void recordingsOfOneCallRunSideBySide() throws Exception {
    try (RecorderRig rig = new RecorderRig(home)) {
      Recording video = rig.start("video", RecordingMedia.AUDIO_VIDEO);
      Recording screen = rig.start("screen", RecordingMedia.SCREEN);
      TrackSource[] sources = TrackSource.values();
      for (Recording recording : List.of(video, screen)) {
        for (int i = 0; i < sources.length; i++) {
          RecordingTrack track = recording.track(RecorderRig.descriptor(AGENT, sources[i], 10 + i));
          if (track != null) {
            feed(track, 111, 10 + i, 20);
          }
        }
      }
      video.pause(System.nanoTime());
      assertEquals(60, rig.stop(screen).packets());
      assertEquals(40, rig.stop(video).packets());

      assertEquals(List.of("MICROPHONE", "CAMERA"), sources(rig.json("video/manifest.json")));
      assertEquals(
          List.of("MICROPHONE", "SCREEN", "SCREEN_AUDIO"),
          sources(rig.json("screen/manifest.json")));
      assertEquals(List.of("pause"), types(rig.json("video/manifest.json")));
      assertEquals(List.of(), types(rig.json("screen/manifest.json")));
    }
  }

  @Test
  void annotationsStandInManifestAndEventLogButInNoTrack() throws Exception {
    try (RecorderRig rig = new RecorderRig(home)) {
      Recording recording = rig.start("one", RecordingMedia.AUDIO_VIDEO);
      RecordingTrack track =
          recording.track(RecorderRig.descriptor(AGENT, TrackSource.MICROPHONE, 7));
      feed(track, 111, 7, 3);
      long before = recording.sinceStart(System.nanoTime());
      recording.annotate(
          new Annotation("mute", CUSTOMER.toString(), "MICROPHONE"), System.nanoTime());
      recording.annotate(new Annotation("hold", null, null), System.nanoTime());
      long after = recording.sinceStart(System.nanoTime());
      recording.pause(System.nanoTime());
      recording.resume(System.nanoTime());
      rig.stop(recording);

      JsonObject manifest = rig.json("one/manifest.json");
      assertEquals(List.of("mute", "hold", "pause", "resume"), types(manifest));
      JsonObject mute = manifest.getJsonArray("events").getJsonObject(0);
      assertEquals(CUSTOMER.toString(), mute.getString("participantId"));
      assertEquals("MICROPHONE", mute.getString("source"));
      long ns = mute.getJsonNumber("ns").longValue();
      assertTrue(before <= ns && ns <= after, before + " <= " + ns + " <= " + after);

      TrackLog events = rig.log("one/events.sltl");
      assertEquals(-1, events.track());
      assertTrue(events.complete());
      assertEquals(
          List.of("mute", "hold", "pause", "resume"),
          events.entries().stream().map(entry -> type(entry.text())).toList());
      List<String> inTrack =
          rig.log("one/track-0.sltl").entries().stream()
              .filter(entry -> entry.type() == TrackLog.EVENT)
              .map(entry -> type(entry.text()))
              .toList();
      assertEquals(List.of("pause", "resume"), inTrack);
    }
  }

  private static String type(String event) {
    return event.replaceAll(".*\"type\":\"([^\"]*)\".*", "$1");
  }

  /** A disk that stalls fills the ring: media is lost, a pause is not. */
  @Test
  void aFullRingLosesNoEvent() {
    Recording recording =
        new Recording(
            UUID.randomUUID(),
            UUID.randomUUID(),
            RecordingMedia.AUDIO_VIDEO,
            100,
            JsonProvider.provider(),
            new MediaCounters(),
            event -> {});
    for (int i = 0; i < 5; i++) {
      recording.annotate(new Annotation("hold", null, null), System.nanoTime());
    }
    recording.pause(System.nanoTime());
    List<String> told = new ArrayList<>();
    RecordRing.Reader reader =
        (type, track, ns, buffer, offset, length) ->
            told.add(type(TrackFile.text(buffer, offset, length)));
    recording.ring().drain(reader);
    assertTrue(told.size() < 6, "the ring was to be full");
    recording.drainLate(reader);
    assertEquals(List.of("hold", "hold", "hold", "hold", "hold", "pause"), told);
  }

  @Test
  void anAnnotationSaysNothingButWhatItMay() {
    for (String type : new String[] {"", "Mute", "pause", "gap", "a b", "x".repeat(33)}) {
      assertThrows(IllegalArgumentException.class, () -> new Annotation(type, null, null), type);
    }
    assertThrows(IllegalArgumentException.class, () -> new Annotation("mute", "Jane Doe", null));
    assertThrows(IllegalArgumentException.class, () -> new Annotation("mute", null, "{\"a\":1}"));
  }

  @Test
  void theManifestIsSignedWithTheInstallationsKey() throws Exception {
    try (RecorderRig rig = new RecorderRig(home)) {
      Recording recording = rig.start("one", RecordingMedia.AUDIO);
      feed(recording.track(RecorderRig.descriptor(AGENT, TrackSource.MICROPHONE, 7)), 111, 7, 3);
      rig.stop(recording);
      assertTrue(signed(rig, "one", Files.readAllBytes(rig.store.resolve("one/manifest.json"))));
      byte[] bent = Files.readAllBytes(rig.store.resolve("one/manifest.json"));
      bent[bent.length / 2] ^= 1;
      assertFalse(signed(rig, "one", bent));
    }
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(home.resolve("keys/signing.pem"))));
    try (RecorderRig again = new RecorderRig(home)) {
      assertTrue(
          signed(again, "one", Files.readAllBytes(again.store.resolve("one/manifest.json"))));
    }
  }

  /** Checks with nothing but the JDK and the documented forms. */
  private boolean signed(RecorderRig rig, String directory, byte[] manifest) throws Exception {
    JsonObject signature = rig.json(directory + "/manifest.sig");
    assertEquals("Ed25519", signature.getString("algorithm"));
    String pem = Files.readString(home.resolve("keys/signing.pub.pem"));
    byte[] encoded =
        Base64.getMimeDecoder()
            .decode(pem.replaceAll("-----[A-Z ]*-----", "").getBytes(StandardCharsets.US_ASCII));
    PublicKey key =
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    Signature check = Signature.getInstance("Ed25519");
    check.initVerify(key);
    check.update(manifest);
    return check.verify(Base64.getDecoder().decode(signature.getString("signature")));
  }

  private MediaEvent.RecordingSealed sealInterrupted(RecorderRig rig, Recording recording)
      throws MediaException {
    return new InterruptedFiles(
            new InterruptedRecording(recording.id(), recording.callId(), "one", rig.key),
            rig.store,
            JsonProvider.provider(),
            rig.signer)
        .seal();
  }

  @Test
  void aRecordingThatWasCutOffIsSealedLater() throws Exception {
    Recording recording;
    JsonObject before;
    MediaEvent.RecordingSealed first;
    try (RecorderRig rig = new RecorderRig(home)) {
      recording = rig.start("one", RecordingMedia.AUDIO_VIDEO);
      feed(recording.track(RecorderRig.descriptor(AGENT, TrackSource.MICROPHONE, 7)), 111, 7, 5000);
      feed(
          recording.track(RecorderRig.descriptor(CUSTOMER, TrackSource.MICROPHONE, 8)),
          111,
          8,
          4000);
      recording.annotate(new Annotation("hold", null, null), System.nanoTime());
      first = rig.stop(recording);
      before = rig.json("one/manifest.json");
    }
    // What a kill leaves: no manifest, the end of every log missing.
    Files.delete(home.resolve("store/one/manifest.json"));
    Files.delete(home.resolve("store/one/manifest.sig"));
    for (String log : new String[] {"track-0.sltl", "track-1.sltl"}) {
      Path file = home.resolve("store/one").resolve(log);
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 3));
    }
    try (RecorderRig rig = new RecorderRig(home)) {
      MediaEvent.RecordingSealed sealed = sealInterrupted(rig, recording);
      int readable =
          rig.sequences("one/track-0.sltl").size() + rig.sequences("one/track-1.sltl").size();
      assertEquals(readable, sealed.packets());
      assertEquals(first.firstMediaEpochMillis(), sealed.firstMediaEpochMillis());
      JsonObject manifest = rig.json("one/manifest.json");
      assertEquals(List.of("hold", "recovered"), types(manifest));
      JsonObject track = manifest.getJsonArray("tracks").getJsonObject(1);
      assertFalse(track.getBoolean("complete"));
      for (String same : new String[] {"participantId", "codec", "source"}) {
        assertEquals(
            before.getJsonArray("tracks").getJsonObject(1).get(same), track.get(same), same);
      }
      assertTrue(signed(rig, "one", Files.readAllBytes(rig.store.resolve("one/manifest.json"))));
      assertEquals(sealed, sealInterrupted(rig, recording));
      rig.key[0] ^= 1;
      Files.delete(rig.store.resolve("one/manifest.json"));
      MediaException wrongKey =
          assertThrows(MediaException.class, () -> sealInterrupted(rig, recording));
      assertEquals(MediaException.Reason.INVALID, wrongKey.reason());
    }
  }
}

package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.Fingerprint;
import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.MediaException;
import io.sightline.media.api.OpenEndpoint;
import io.sightline.media.api.RecordingMedia;
import io.sightline.media.api.StartRecording;
import io.sightline.media.api.TransportParameters;
import io.sightline.media.management.MediaCounter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MediaServerTest {
  @TempDir Path store;

  private static OpenEndpoint endpoint() {
    return new OpenEndpoint(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "agent");
  }

  private static StartRecording recording(UUID callId, String directory) {
    return new StartRecording(
        UUID.randomUUID(), callId, RecordingMedia.AUDIO_VIDEO, directory, new byte[32]);
  }

  @Test
  void stopFreesThePortAndTheNextStartTakesItAgain() throws Exception {
    int port;
    try (DatagramSocket free = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
      port = free.getLocalPort();
    }
    Map<String, String> fixed = Map.of("sightline.media.udp-port", String.valueOf(port));
    for (int round = 0; round < 3; round++) {
      try (TestServer server = TestServer.start(store, fixed)) {
        assertEquals(port, server.media.openEndpoint(endpoint()).candidates().get(0).port());
      }
    }
    try (DatagramSocket again = new DatagramSocket(new InetSocketAddress("127.0.0.1", port))) {
      assertTrue(again.isBound());
    }
  }

  @Test
  void takenPortIsToldWithItsRemedy() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
      Map<String, String> same =
          Map.of("sightline.media.udp-port", String.valueOf(taken.getLocalPort()));
      IOException thrown = assertThrows(IOException.class, () -> TestServer.start(store, same));
      assertTrue(thrown.getMessage().contains("sightline.media.udp-port"), thrown.getMessage());
    }
  }

  @Test
  void openingTwiceAnswersTheSame() throws Exception {
    try (TestServer server = TestServer.start(store)) {
      OpenEndpoint request = endpoint();
      TransportParameters first = server.media.openEndpoint(request);
      assertEquals(first, server.media.openEndpoint(request));
      assertEquals("actpass", first.setup());
      assertEquals("sha-256", first.fingerprint().algorithm());

      TransportParameters restarted = server.media.restartIce(request.endpointId());
      assertNotEquals(first.ufrag(), restarted.ufrag());
      assertEquals(restarted, server.media.restartIce(request.endpointId()));
    }
  }

  @Test
  void refusesBeyondItsLimit() throws Exception {
    try (TestServer server =
        TestServer.start(store, Map.of("sightline.media.max-endpoints", "1"))) {
      OpenEndpoint only = endpoint();
      server.media.openEndpoint(only);
      MediaException refused =
          assertThrows(MediaException.class, () -> server.media.openEndpoint(endpoint()));
      assertEquals(MediaException.Reason.REFUSED, refused.reason());
      server.media.closeEndpoint(only.endpointId());
      server.media.openEndpoint(endpoint());
    }
  }

  @Test
  void weakOrMissingFingerprintsAndWrongRolesAreInvalid() throws Exception {
    try (TestServer server = TestServer.start(store)) {
      OpenEndpoint opened = endpoint();
      server.media.openEndpoint(opened);
      Fingerprint good = new Fingerprint("sha-256", "AB" + ":AB".repeat(31));
      assertInvalid(server, opened, new Fingerprint("sha-1", "AB" + ":AB".repeat(19)), "active");
      assertInvalid(server, opened, new Fingerprint("md5", "AB" + ":AB".repeat(15)), "active");
      assertInvalid(server, opened, new Fingerprint("sha-256", "AB:"), "active");
      assertInvalid(server, opened, null, "active");
      assertInvalid(server, opened, good, "holdconn");
      assertInvalid(server, opened, good, null);
    }
  }

  private static void assertInvalid(
      TestServer server, OpenEndpoint opened, Fingerprint fingerprint, String setup) {
    TransportParameters remote =
        new TransportParameters("ufrag", "p".repeat(24), List.of(), fingerprint, setup);
    MediaException thrown =
        assertThrows(
            MediaException.class,
            () ->
                server.media.configureEndpoint(
                    new ConfigureEndpoint(opened.endpointId(), remote, List.of(), List.of())));
    assertEquals(MediaException.Reason.INVALID, thrown.reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../up", "/abs", "a/../b", "a//b", ".hidden", "a/.b", "", "a\u0000", "ä"})
  void directoriesOutsideTheStoreAreInvalid(String directory) throws Exception {
    try (TestServer server = TestServer.start(store)) {
      MediaException thrown =
          assertThrows(
              MediaException.class,
              () -> server.media.startRecording(recording(UUID.randomUUID(), directory)));
      assertEquals(MediaException.Reason.INVALID, thrown.reason());
    }
  }

  @Test
  void recordingWithoutMediaIsSealedEmpty() throws Exception {
    try (TestServer server = TestServer.start(store)) {
      StartRecording request = recording(UUID.randomUUID(), "tenant/empty");
      server.media.startRecording(request);
      server.media.startRecording(request);
      assertTrue(Files.exists(store.resolve("tenant/empty/recording.json")));
      server.media.stopRecording(request.recordingId());
      MediaEvent.RecordingSealed sealed = server.await(MediaEvent.RecordingSealed.class, e -> true);
      assertEquals(0, sealed.packets());
      assertEquals(0, sealed.firstMediaEpochMillis());
      server.media.stopRecording(request.recordingId());
    }
  }

  @Test
  void unwritableStoreIsTold() throws Exception {
    Path file = Files.createFile(store.resolve("file"));
    Map<String, String> key =
        Map.of("sightline.recording.signing-key", store.resolve("signing.pem").toString());
    try (TestServer server = TestServer.start(file, key)) {
      MediaException thrown =
          assertThrows(
              MediaException.class,
              () -> server.media.startRecording(recording(UUID.randomUUID(), "one")));
      assertEquals(MediaException.Reason.STORAGE, thrown.reason());
      assertTrue(thrown.getMessage().contains("sightline.recording.store"));
    }
  }

  /** More room is demanded than any disk of today has. */
  private static final Map<String, String> NEARLY_FULL =
      Map.of(
          "sightline.recording.min-free-percent",
          "50",
          "sightline.recording.min-free-mib",
          "1048576");

  @Test
  void aNearlyFullStoreRaisesTheAlarmAndRefusesNewRecordings() throws Exception {
    try (TestServer server = TestServer.start(store, NEARLY_FULL)) {
      MediaException thrown =
          assertThrows(
              MediaException.class,
              () -> server.media.startRecording(recording(UUID.randomUUID(), "one")));
      assertEquals(MediaException.Reason.STORAGE, thrown.reason());
      assertTrue(thrown.getMessage().contains("nearly full"), thrown.getMessage());
      assertTrue(server.await(MediaEvent.StoreSpace.class, e -> true).low());
      var beans = java.lang.management.ManagementFactory.getPlatformMBeanServer();
      var name = new javax.management.ObjectName("io.sightline:type=MediaServer");
      assertEquals(true, beans.getAttribute(name, "StoreLow"));
      assertTrue((long) beans.getAttribute(name, "StoreFreeBytes") > 0);
    }
  }

  @Test
  void aNearlyFullStoreTakesVoicesWhenThePolicySaysSo() throws Exception {
    Map<String, String> settings = new java.util.HashMap<>(NEARLY_FULL);
    settings.put("sightline.recording.when-low", "audio-only");
    StartRecording request = recording(UUID.randomUUID(), "one");
    try (TestServer server = TestServer.start(store, settings)) {
      server.media.startRecording(request);
      server.media.stopRecording(request.recordingId());
      server.await(MediaEvent.RecordingSealed.class, e -> true);
    }
    String manifest = Files.readString(store.resolve("one/manifest.json"));
    assertTrue(manifest.contains("\"media\":\"AUDIO\""), manifest);
    assertTrue(manifest.contains("\"audio-only\""), manifest);
  }

  @Test
  void runningRecordingsAreSealedWhenTheServerStops() throws Exception {
    StartRecording request = recording(UUID.randomUUID(), "tenant/stopped");
    try (TestServer server = TestServer.start(store)) {
      server.media.startRecording(request);
    }
    assertTrue(Files.exists(store.resolve("tenant/stopped/manifest.json")));
  }

  @Test
  void managementBeansComeAndGo() throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName server = new ObjectName("io.sightline:type=MediaServer");
    ObjectName all = new ObjectName("io.sightline:*");
    try (TestServer running = TestServer.start(store)) {
      running.media.openEndpoint(endpoint());
      assertEquals(1, beans.getAttribute(server, "Endpoints"));
      assertEquals(1, beans.getAttribute(server, "Calls"));
      running.media.counters().increment(MediaCounter.DROPPED_STUN);
      assertTrue(beans.getAttribute(server, "PacketsDroppedByReason").toString().length() > 0);
      assertEquals(2, beans.queryNames(all, null).size());
    }
    assertFalse(beans.isRegistered(server));
    assertEquals(0, beans.queryNames(all, null).size());
  }

  @Test
  void nothingIsTakenAfterStop() throws Exception {
    TestServer server = TestServer.start(store);
    server.close();
    MediaException thrown =
        assertThrows(MediaException.class, () -> server.media.openEndpoint(endpoint()));
    assertEquals(MediaException.Reason.UNAVAILABLE, thrown.reason());
    server.media.closeEndpoint(UUID.randomUUID());
    server.media.closeCall(UUID.randomUUID());
    server.media.stop();
  }
}

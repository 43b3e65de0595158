package io.sightline.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingLedgerTest {
  private final List<RecordingQueued> queued = new ArrayList<>();
  private final RecordingFixture fixture = new RecordingFixture(queued::add);
  private final UUID callId = UUID.randomUUID();

  @TempDir private Path root;

  @AfterEach
  void close() {
    fixture.database.close();
  }

  @Test
  void runsFromStartToQueueOnce() {
    UUID id = fixture.begin(callId, "key");
    assertEquals("recording", running().orElseThrow());

    assertTrue(fixture.database.inNew(() -> fixture.ledger.paused(id, true)));
    assertEquals("paused", running().orElseThrow());
    fixture.database.run(() -> fixture.ledger.stopRequested(id));
    assertEquals(Optional.empty(), running());

    fixture.seal(id, 0);
    fixture.seal(id, 0);

    Recording recording = fixture.find(id);
    assertEquals(RecordingState.QUEUED, recording.state());
    assertEquals(10_000, recording.durationMs());
    assertEquals(1, queued.size());
  }

  private Optional<String> running() {
    return fixture.database.inNew(
        () ->
            fixture.queries.running(callId).stream()
                .map(recording -> recording.state())
                .findFirst());
  }

  @Test
  void letsOneRecordingOfACallRun() {
    UUID first = fixture.begin(callId, "key");

    assertThrows(RuntimeException.class, () -> fixture.begin(callId, "key"));
    fixture.database.run(() -> fixture.ledger.stopRequested(first));
    fixture.begin(callId, "key");
  }

  @Test
  void failsWithoutMedia() {
    UUID id = fixture.begin(callId, "key");

    fixture.database.run(
        () -> fixture.ledger.sealed(new CaptureEvent.Sealed(id, 0, 0, 0, 0, null)));

    assertEquals(RecordingState.FAILED, fixture.state(id));
    assertEquals("no-media", fixture.find(id).reason());
    assertEquals(List.of(), queued);
  }

  @Test
  void mendsWhatACrashHasLeft() throws Exception {
    RecordingStore store = new RecordingStore(root);
    KeyVault vault = TestSettings.vault(fixture.database, root.resolve("keys"));
    UUID withMedia = fixture.begin(callId, vault.freshKey("demo").wrapped());
    UUID without = fixture.begin(UUID.randomUUID(), vault.freshKey("demo").wrapped());
    UUID sealed = fixture.begin(UUID.randomUUID(), vault.freshKey("demo").wrapped());
    UUID away = fixture.begin(UUID.randomUUID(), vault.freshKey("demo").wrapped());
    Path directory = store.resolve(fixture.find(withMedia).directory());
    Files.createDirectories(directory);
    Files.write(directory.resolve("track-1.sltl"), new byte[5_000]);
    Files.write(directory.resolve("track-2.sltl"), new byte[10]);
    fixture.clock.advance(Duration.ofSeconds(5));
    UUID later = fixture.begin(UUID.randomUUID(), "key");

    TestDatabase database = fixture.database;
    RecordingLedger ledger =
        new RecordingLedger(
            database.entities(),
            fixture.clock,
            new EventLog<>(queued::add),
            new EventLog<>(event -> {})) {
          @Override
          public void lost(UUID recordingId, String reason) {
            database.run(() -> super.lost(recordingId, reason));
          }

          @Override
          public void recovered(UUID recordingId, Instant last) {
            database.run(() -> super.recovered(recordingId, last));
          }

          @Override
          public void recovered(CaptureEvent.Sealed seal) {
            database.run(() -> super.recovered(seal));
          }
        };
    RecordingQueries queries =
        new RecordingQueries(database.entities()) {
          @Override
          public List<Recording> unsealed(String node, Instant before) {
            return database.inNew(() -> super.unsealed(node, before));
          }
        };
    var settings = TestSettings.of(root);
    Capture capture =
        new NoCapture() {
          @Override
          public CaptureEvent.Sealed sealInterrupted(UUID id, UUID call, String place, byte[] key)
              throws CaptureException {
            if (id.equals(sealed)) {
              return new CaptureEvent.Sealed(id, 1_000, 9_000, 400, 2, "cd".repeat(32));
            }
            throw new CaptureException(id.equals(away) ? Cause.UNAVAILABLE : Cause.INVALID, null);
          }
        };
    new RecordingRecovery(ledger, queries, store, capture, vault, settings, fixture.clock)
        .afterStart(RecordingFixture.NOON.plusSeconds(5));

    assertEquals(RecordingState.QUEUED, fixture.state(withMedia));
    assertEquals(1, fixture.find(withMedia).gapCount());
    assertEquals("server-stopped", fixture.find(withMedia).reason());
    assertEquals(RecordingState.FAILED, fixture.state(without));
    assertEquals("no-media", fixture.find(without).reason());
    assertEquals(RecordingState.RECORDING, fixture.state(later));
    assertEquals(RecordingState.QUEUED, fixture.state(sealed));
    assertEquals("cd".repeat(32), fixture.find(sealed).manifestSha256());
    assertEquals(8_000, fixture.find(sealed).durationMs());
    assertEquals(RecordingState.RECOVERING, fixture.state(away), "tried again with the next sweep");
    assertEquals(2, queued.size());
  }

  @Test
  void keepsPathsInTheStore() {
    RecordingStore store = new RecordingStore(root);
    UUID id = UUID.randomUUID();

    assertEquals(
        "demo/2026/11/20/" + id, RecordingStore.directory("demo", id, RecordingFixture.NOON));
    assertTrue(RecordingStore.directory("../x", id, RecordingFixture.NOON).startsWith("___x/"));
    for (String bad : List.of("../x", "a/../../x", "/etc/passwd", "", ".")) {
      assertThrows(IllegalArgumentException.class, () -> store.resolve(bad));
    }
  }
}

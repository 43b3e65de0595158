package io.sightline.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.recording.EventLog;
import io.sightline.recording.KeyVault;
import io.sightline.recording.RecorderWatch;
import io.sightline.recording.Recording;
import io.sightline.recording.RecordingFixture;
import io.sightline.recording.RecordingLedger;
import io.sightline.recording.RecordingQueries;
import io.sightline.recording.RecordingStore;
import io.sightline.recording.RecordingView;
import io.sightline.recording.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies made while recordings run, by a real child process that may fail. */
class RunningCopiesTest {
  private static final Duration RUNNING = Duration.ofSeconds(10);

  @TempDir private Path root;
  private RecordingFixture fixture;
  private TransactionalLedger ledger;
  private KeyVault vault;
  private RecordingStore store;
  private RunningCopies copies;
  private boolean low;

  @BeforeEach
  void open() {
    fixture = new RecordingFixture(event -> ledger.on(event));
    ledger =
        new TransactionalLedger(
            fixture.database,
            fixture,
            List.of(),
            new EventLog<>(event -> {}),
            new EventLog<>(event -> {}));
    vault = TestSettings.vault(fixture.database, root.resolve("keys"));
    store = TestSettings.store(root.resolve("recordings"));
  }

  @AfterEach
  void close() {
    copies.stop();
    fixture.database.close();
  }

  /** A program that behaves as it is named while it stays. */
  private void program(String manner) {
    RecordingQueries queries =
        new RecordingQueries() {
          @Override
          public List<Recording> capturing(String node, Instant before) {
            return fixture.database.inNew(() -> fixture.queries.capturing(node, before));
          }
        };
    MixerInstallation mixer =
        new MixerInstallation() {
          @Override
          synchronized List<String> copying() {
            List<String> words = new ArrayList<>(MixerProgramTest.command(manner));
            words.add("copies");
            return words;
          }
        };
    MixerAllowance calm =
        new MixerAllowance() {
          @Override
          public int mixers() {
            return 1;
          }
        };
    RecorderWatch watch =
        new RecorderWatch() {
          @Override
          public boolean storeIsLow() {
            return low;
          }
        };
    copies =
        new RunningCopies(
            queries, store, vault, mixer, calm, watch, TestSettings.of(root), fixture.clock);
  }

  /** By a program of its own that behaves as it is named, where that is needed. */
  private void copy(UUID id, String manner) {
    RecordingLedger reading =
        new RecordingLedger() {
          @Override
          public Recording find(UUID recording) {
            return fixture.find(recording);
          }
        };
    MixerInstallation mixer =
        new MixerInstallation() {
          @Override
          public List<String> command(long mediaMs, boolean awaited) {
            return MixerProgramTest.command(manner);
          }

          @Override
          int workers(long mediaMs) {
            return 1;
          }
        };
    Lease lease = ledger.take("local", "remux").orElseThrow();
    assertEquals(id, lease.recordingId());
    new CompositionWork(
            ledger, reading, store, vault, mixer, copies, fixture.clock, CompositionTest.free())
        .carryOut(lease);
  }

  private UUID running() throws IOException {
    UUID id = fixture.begin(UUID.randomUUID(), vault.freshKey("demo").wrapped());
    Files.createDirectories(store.resolve(fixture.find(id).directory()));
    fixture.clock.advance(RUNNING);
    copies.look();
    return id;
  }

  private List<RecordingView.File> files(UUID id) {
    Optional<RecordingView> view = fixture.database.inNew(() -> fixture.queries.view("demo", id));
    return view.orElseThrow().renditions();
  }

  private List<Path> places(UUID id) throws IOException {
    Path renditions = store.resolve(fixture.find(id).directory()).resolve("renditions");
    try (var found = Files.list(renditions)) {
      return found.toList();
    }
  }

  @Test
  void finishesWhatWasCopiedMeanwhile() throws IOException {
    program("good");
    UUID id = running();
    Path place = copies.place(id, null);
    assertNotNull(place);
    fixture.seal(id, 0);
    copies.look();
    copy(id, "9");
    assertTrue(files(id).get(0).checked());
    assertEquals(List.of(place), places(id));
    assertTrue(Files.exists(place.resolve("p.webm")));
    assertEquals(0, copies.copied());
  }

  @Test
  void copiesTheWholeByTheProgramThatIsThere() throws IOException {
    program("good");
    running();
    UUID id = fixture.begin(UUID.randomUUID(), vault.freshKey("demo").wrapped());
    Files.createDirectories(store.resolve(fixture.find(id).directory()));
    fixture.seal(id, 0);
    copy(id, "9");
    assertEquals(1, files(id).size());
  }

  @Test
  void copiesTheWholeAnewWhereTheProgramDies() throws IOException {
    program("die-after-order");
    UUID id = running();
    Path place = copies.place(id, null);
    assertNotNull(place);
    fixture.seal(id, 0);
    copy(id, "good");
    assertTrue(files(id).get(0).checked());
    assertEquals(1, places(id).size());
    assertTrue(Files.notExists(place));
    copies.look();
    assertNull(copies.place(id, null), "it rests before it is started again");
  }

  @Test
  void copiesNothingMeanwhileWhereTheStoreIsLow() throws IOException {
    program("good");
    UUID id = running();
    low = true;
    copies.look();
    assertEquals(0, copies.copied());
    fixture.seal(id, 0);
    copy(id, "9");
    assertEquals(1, files(id).size());
  }
}

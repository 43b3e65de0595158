package io.sightline.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.call.RenditionProgress;
import io.sightline.fault.Refusal;
import io.sightline.recording.CopyNotes;
import io.sightline.recording.EventLog;
import io.sightline.recording.KeyVault;
import io.sightline.recording.Playable;
import io.sightline.recording.Recording;
import io.sightline.recording.RecordingFixture;
import io.sightline.recording.RecordingLedger;
import io.sightline.recording.RecordingQueries;
import io.sightline.recording.RecordingQueued;
import io.sightline.recording.RecordingState;
import io.sightline.recording.RecordingStore;
import io.sightline.recording.RecordingView;
import io.sightline.recording.RenditionOptions;
import io.sightline.recording.StoredRecording;
import io.sightline.recording.TestDatabase;
import io.sightline.recording.TestSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on a real database, done by a real child process. */
class CompositionTest {
  @TempDir private Path root;

  private RecordingFixture fixture;
  private TestDatabase database;
  private TransactionalLedger ledger;
  private List<String> standard = List.of("webm", "mp4");
  private final EventLog<RenditionProgress> told = new EventLog<>(event -> {});
  private final EventLog<JobGivenUp> givenUp = new EventLog<>(event -> {});
  private KeyVault vault;
  private RecordingStore store;
  private RunningCopies copies = new RunningCopies();

  @BeforeEach
  void open() {
    fixture = new RecordingFixture(this::onQueued);
    database = fixture.database;
    ledger = new TransactionalLedger(database, fixture, standard, told, givenUp);
    vault = TestSettings.vault(database, root.resolve("keys"));
    store = TestSettings.store(root.resolve("recordings"));
  }

  private void onQueued(RecordingQueued event) {
    ledger.on(event);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private UUID queued(int gaps) throws IOException {
    UUID id = fixture.begin(UUID.randomUUID(), vault.freshKey("demo").wrapped());
    Path directory = Files.createDirectories(store.resolve(fixture.find(id).directory()));
    String gap =
        "{\"track\":0,\"fromNs\":%d000000000,\"toNs\":%1$d500000000,\"cause\":\"ring-full\"}";
    String list =
        IntStream.rangeClosed(1, gaps).mapToObj(gap::formatted).collect(Collectors.joining(","));
    Files.writeString(
        directory.resolve("manifest.json"),
        "{\"tracks\":[{\"number\":0,\"file\":\"track-0.sltl\"}],\"gaps\":[" + list + "]}");
    fixture.seal(id, gaps);
    return id;
  }

  private Lease take(String kind) {
    return ledger.take("local", kind).orElseThrow();
  }

  private CompositionWork work(String manner) {
    RecordingLedger reading =
        new RecordingLedger() {
          @Override
          public Recording find(UUID id) {
            return fixture.find(id);
          }

          @Override
          public List<String> languages(UUID callId, String tenantId) {
            return List.of("de-AT");
          }

          @Override
          public Map<String, String> names(UUID callId) {
            return Map.of();
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
            return 2;
          }
        };
    return new CompositionWork(ledger, reading, store, vault, mixer, copies, fixture.clock, free());
  }

  static MixerAllowance free() {
    return new MixerAllowance() {
      @Override
      public int mixers() {
        return 1;
      }
    };
  }

  @Test
  void makesPlayableFilesOnce() throws Exception {
    UUID id = queued(0);
    CompositionWork work = work("good");

    work.carryOut(take("remux"));
    assertEquals(RecordingState.QUEUED, fixture.state(id));
    assertEquals(List.of("capture"), kinds(id));
    assertEquals(1_250, view(id).renditions().get(0).offsetMs());
    work.carryOut(take("mix"));

    assertEquals(RecordingState.FINISHED, fixture.state(id));
    assertEquals(0, database.inNew(() -> fixture.queries.ledger()).difference());
    assertEquals(List.of("capture", "mixed", "mixed"), kinds(id));
    assertEquals(Optional.empty(), ledger.take("local", "mix"));
    assertEquals(Optional.empty(), ledger.take("local", "remux"));
    Playable playable = TestSettings.playable(database, vault, store, id, null);
    assertEquals("video/webm", playable.mime());
    assertTrue(playable.fileName().matches("\\d{4}-\\d\\d-\\d\\d_" + id + "\\.webm"));
    try (var channel = playable.open()) {
      ByteBuffer start = ByteBuffer.allocate(10);
      channel.position(22).read(start);
      assertEquals("not a film", new String(start.array(), StandardCharsets.UTF_8));
    }
  }

  private List<String> kinds(UUID id) {
    return view(id).renditions().stream().map(RecordingView.File::kind).sorted().toList();
  }

  private RecordingView view(UUID id) {
    return database.inNew(() -> fixture.queries.view("demo", id).orElseThrow());
  }

  @Test
  void playsACopyBeforeItIsReadBack() throws Exception {
    UUID id = queued(0);
    List<RecordingView.File> seen = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    ledger.published =
        () -> {
          seen.addAll(view(id).renditions());
          tags.add(opened(id).tag());
        };
    work("good").carryOut(take("remux"));

    assertFalse(seen.get(0).checked());
    assertEquals(List.of(new CopyNotes.Turn(500, 1)), seen.get(0).notes().turns());
    RecordingView.File checked = view(id).renditions().get(0);
    assertTrue(checked.checked());
    assertEquals(seen.get(0).id(), checked.id());
    assertEquals(tags, List.of(opened(id).tag()));
  }

  private Playable opened(UUID id) {
    try {
      Playable playable = TestSettings.playable(database, vault, store, id, null);
      playable.open().close();
      return playable;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void withdrawsACopyThatDoesNotReadBack() throws Exception {
    UUID id = queued(0);
    work("unverified").carryOut(take("remux"));
    assertEquals(List.of(), kinds(id));
    fixture.clock.advance(CompositionLedger.FIRST_PAUSE);
    work("good").carryOut(take("remux"));
    assertEquals(List.of("capture"), kinds(id));
  }

  @Test
  void callsGapsPartial() throws IOException {
    UUID id = queued(2);

    work("good").carryOut(take("mix"));

    assertEquals(RecordingState.PARTIAL, fixture.state(id));
    assertEquals(2, fixture.find(id).gapCount());
    assertEquals(
        "[{\"cause\":\"ring-full\",\"from\":1.0,\"to\":1.5},"
            + "{\"cause\":\"ring-full\",\"from\":2.0,\"to\":2.5}]",
        fixture.find(id).gaps());
  }

  @Test
  void triesALyingMixerAgainAndLeavesNoFiles() throws IOException {
    UUID id = queued(0);
    work("lying").carryOut(take("mix"));

    assertEquals(RecordingState.QUEUED, fixture.state(id));
    assertEquals(List.of(), kinds(id));
    assertEquals(Optional.empty(), ledger.take("local", "mix"));
    fixture.clock.advance(CompositionLedger.FIRST_PAUSE);
    work("good").carryOut(take("mix"));
    assertEquals(RecordingState.FINISHED, fixture.state(id));
    try (var left = Files.list(store.resolve(fixture.find(id).directory()).resolve("renditions"))) {
      assertEquals(1, left.count());
    }
  }

  @Test
  void givesUpWhatCannotSucceed() throws IOException {
    UUID id = queued(0);

    work("2").carryOut(take("mix"));

    assertEquals(RecordingState.FAILED, fixture.state(id));
    assertEquals("mixer-bad-job", fixture.find(id).reason());
    assertEquals(1, ledger.retry(id));
    assertEquals(0, ledger.retry(id));
    assertEquals(RecordingState.QUEUED, fixture.state(id));
    work("good").carryOut(take("mix"));
    assertEquals(RecordingState.FINISHED, fixture.state(id));
  }

  private List<String> reconciled() throws IOException {
    RecordingQueries queries =
        new RecordingQueries() {
          @Override
          public List<StoredRecording> stored(String node, UUID after, int most) {
            return database.inNew(() -> fixture.queries.stored(node, after, most));
          }

          @Override
          public Set<UUID> known(Collection<UUID> ids) {
            return database.inNew(() -> fixture.queries.known(ids));
          }
        };
    StoreReconciliation reconciliation =
        new StoreReconciliation(queries, ledger, store, TestSettings.of(root));
    reconciliation.run();
    return reconciliation.findings();
  }

  @Test
  void mendsOrListsWhereFilesAndRowsDiffer() throws Exception {
    UUID id = queued(0);
    Path directory = store.resolve(fixture.find(id).directory());
    Files.createFile(directory.resolve("track-0.sltl"));
    work("good").carryOut(take("remux"));
    work("good").carryOut(take("mix"));
    Path stale = Files.createDirectories(directory.resolve("renditions/mix-stale"));
    Files.createFile(stale.resolve("mixed.webm.part"));
    String orphan = directory.resolveSibling(UUID.randomUUID().toString()).toString();
    Files.createDirectories(Path.of(orphan));

    assertEquals(List.of("directory-without-row " + store.relative(Path.of(orphan))), reconciled());
    assertFalse(Files.exists(stale));
    assertTrue(Files.isDirectory(Path.of(orphan)));

    Path mixed;
    try (var files = Files.walk(directory)) {
      mixed = files.filter(file -> file.endsWith("mixed.webm")).findFirst().orElseThrow();
    }
    Files.delete(mixed);
    assertEquals(1, reconciled().size());
    work("good").carryOut(take("mix"));
    assertEquals(RecordingState.FINISHED, fixture.state(id));
    assertEquals(List.of("capture", "mixed", "mixed"), kinds(id));
    TestSettings.playable(database, vault, store, id, "webm").open().close();

    Files.delete(directory.resolve("track-0.sltl"));
    assertEquals(2, reconciled().size());
  }

  @Test
  void givesUpAfterADay() throws IOException {
    UUID id = queued(0);
    int attempts = 0;
    while (!fixture.state(id).isFinal()) {
      fixture.clock.advance(CompositionLedger.LONGEST_PAUSE);
      ledger.failed(take("mix"), "mixer-exit-1", true);
      attempts++;
    }

    assertEquals(24, attempts);
    assertEquals("mixer-exit-1", fixture.find(id).reason());
  }

  @Test
  void refusesWhoHasLostTheLease() throws IOException {
    UUID id = queued(0);
    Lease first = take("mix");
    assertEquals(Optional.empty(), ledger.take("other", "mix"));
    fixture.clock.advance(CompositionLedger.LEASE.plusSeconds(1));
    Lease second = ledger.take("other", "mix").orElseThrow();

    assertFalse(ledger.progress(first, 0.5, 1_000));
    assertFalse(ledger.done(first, List.of(), new CompositionLedger.Findings(1, 0, null, "{}")));
    ledger.failed(first, "late", false);
    assertTrue(ledger.progress(second, 0.5, 1_000));
    assertEquals(RecordingState.MIXING, fixture.state(id));
    assertEquals(0.5, view(id).progress());
  }

  @Test
  void givesBackWhatARestartHasLeft() throws IOException {
    queued(0);
    take("mix");

    assertEquals(0, ledger.releaseOwn("other"));
    assertEquals(1, ledger.releaseOwn("local"));
    assertTrue(ledger.take("other", "mix").isPresent());
  }

  /** Eight workers on four jobs: each is taken once. */
  @Test
  void givesAJobToOneOfManyWorkers() throws Exception {
    for (int i = 0; i < 4; i++) {
      queued(0);
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<Future<Optional<Lease>>> taken = new ArrayList<>();
      Callable<Optional<Lease>> worker =
          () -> {
            start.await();
            return ledger.take("local", "remux");
          };
      for (int i = 0; i < 8; i++) {
        taken.add(threads.submit(worker));
      }
      start.countDown();
      List<UUID> jobs = new ArrayList<>();
      for (Future<Optional<Lease>> one : taken) {
        one.get().ifPresent(lease -> jobs.add(lease.jobId()));
      }
      assertEquals(jobs.size(), jobs.stream().distinct().count());
      assertTrue(jobs.size() >= 1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void pausesLongerEachTime() {
    assertEquals(Duration.ofSeconds(10), CompositionLedger.pause(1));
    assertEquals(Duration.ofSeconds(40), CompositionLedger.pause(3));
    assertEquals(Duration.ofHours(1), CompositionLedger.pause(500));
  }

  @Test
  void knowsItsWindow() {
    MixingWindow night = MixingWindow.parse("22:00-05:00");
    assertTrue(night.includes(LocalTime.of(23, 0)));
    assertTrue(night.includes(LocalTime.of(4, 59)));
    assertFalse(night.includes(LocalTime.of(5, 0)));
    assertFalse(MixingWindow.parse("08:00-09:00").includes(LocalTime.of(7, 59)));
  }

  private RenditionOrders orders(EventLog<RenditionOrders.OrderRemoved> removed) {
    return new RenditionOrders(
        database.entities(), store, fixture.clock, new EventLog<>(event -> {}), removed);
  }

  private static RenditionOptions options(String format, String layout) {
    return RenditionOptions.of(format, layout, null, false, null, null, "SD");
  }

  private UUID finished() throws IOException {
    UUID id = queued(0);
    Files.createFile(store.resolve(fixture.find(id).directory()).resolve("track-0.sltl"));
    work("good").carryOut(take("remux"));
    work("good").carryOut(take("mix"));
    return id;
  }

  @Test
  void makesAnOrderOnceHoweverOftenItIsAsked() throws Exception {
    UUID id = finished();
    RenditionOrders orders = orders(new EventLog<>(event -> {}));
    RenditionOptions grid = options("mp4", "grid");

    RenditionView first = database.inNew(() -> orders.order(id, grid, "me"));
    RenditionView second = database.inNew(() -> orders.order(id, grid, "another"));
    RenditionView other = database.inNew(() -> orders.order(id, options("mp3", null), "me"));
    assertEquals(first, second);
    assertEquals("queued", first.state());
    Lease lease = ledger.take("local", "mix", "order").orElseThrow();
    ledger.progress(lease, 0.25, 90_000);
    RenditionView running = database.inNew(() -> orders.find(id, lease.jobId())).orElseThrow();
    assertEquals(0.25, running.progress());
    assertEquals(90, running.remainingSeconds());
    assertEquals("mixing", running.state());
    work("good").carryOut(lease);
    work("good").carryOut(ledger.take("local", "order").orElseThrow());

    RenditionView made = database.inNew(() -> orders.order(id, grid, "me"));
    assertTrue(made.finished());
    assertEquals(first.id(), made.id());
    assertEquals(grid, made.options());
    assertEquals(RecordingState.FINISHED, fixture.state(id));
    TestSettings.playable(database, vault, store, id, first.id().toString()).open().close();
    Playable sound = TestSettings.playable(database, vault, store, id, other.id().toString());
    assertEquals("audio/mpeg", sound.mime());
    assertEquals("video/webm", TestSettings.playable(database, vault, store, id, "").mime());
    RenditionProgress last = told.fired.get(told.fired.size() - 1);
    assertEquals("finished", last.state());
    assertEquals(lease.callId(), last.callId());
  }

  @Test
  void answersAnOrderWithWhatIsMadeOfEveryRecording() throws Exception {
    UUID id = finished();
    RenditionOrders orders = orders(new EventLog<>(event -> {}));

    RenditionView view = database.inNew(() -> orders.order(id, options("mp4", null), "me"));

    assertTrue(view.finished());
    assertEquals(3, database.inNew(() -> orders.list(id)).size());
    assertEquals(Optional.empty(), ledger.take("local", "order"));
  }

  @Test
  void takesAnOrderBackWhileItIsWorkedOn() throws Exception {
    UUID id = finished();
    EventLog<RenditionOrders.OrderRemoved> removed =
        new EventLog<>(event -> new RemovedOrders(store).on(event));
    RenditionOrders orders = orders(removed);
    RenditionView view = database.inNew(() -> orders.order(id, options("wav", null), "me"));
    Lease lease = ledger.take("local", "order").orElseThrow();

    database.run(() -> orders.remove(id, view.id()));
    work("good").carryOut(lease);

    assertEquals(1, removed.fired.size());
    assertFalse(database.inNew(() -> orders.find(id, view.id())).isPresent());
    try (var left = Files.list(store.resolve(fixture.find(id).directory()).resolve("renditions"))) {
      assertTrue(left.noneMatch(path -> path.getFileName().toString().startsWith("order-")));
    }
    UUID copy = view(id).renditions().get(0).id();
    Refusal refusal =
        assertThrows(Refusal.class, () -> database.run(() -> orders.remove(id, copy)));
    assertEquals("rendition.not.ordered", refusal.code());
  }

  @Test
  void refusesOrdersThatCannotBeMade() throws Exception {
    RenditionOrders orders = orders(new EventLog<>(event -> {}));
    RenditionOptions grid = options("mp4", "grid");
    UUID id = finished();
    UUID early = queued(0);
    assertEquals("recording.not.finished", refusal(orders, early, grid));
    for (int i = 0; i < RenditionOrders.MOST_OF_A_RECORDING; i++) {
      RenditionOptions one =
          new RenditionOptions(
              "mp4", RenditionOptions.LAYOUTS.get(i % 5), "P" + i, false, null, null);
      database.run(() -> orders.order(id, one, "me"));
    }
    assertEquals("rendition.limit", refusal(orders, id, grid));
    Files.delete(store.resolve(fixture.find(id).directory()).resolve("track-0.sltl"));
    assertEquals("recording.raw.gone", refusal(orders, id, grid));
  }

  private String refusal(RenditionOrders orders, UUID id, RenditionOptions options) {
    return assertThrows(Refusal.class, () -> database.run(() -> orders.order(id, options, "me")))
        .code();
  }

  /** Where nothing is mixed by itself, the copies decide what becomes of the recording. */
  @Test
  void finishesWithTheCopiesWhereNothingElseIsWanted() throws Exception {
    standard = List.of();
    ledger = new TransactionalLedger(database, fixture, standard, told, givenUp);
    UUID id = queued(0);

    work("good").carryOut(take("remux"));

    assertEquals(RecordingState.FINISHED, fixture.state(id));
    assertEquals(Optional.empty(), ledger.take("local", "mix"));
  }

  @Test
  void estimatesByBitRateOrByALikeFile() throws Exception {
    UUID id = finished();
    RenditionOrders orders = orders(new EventLog<>(event -> {}));
    List<RenditionView> present = database.inNew(() -> orders.list(id));

    SizeEstimate hd =
        SizeEstimate.of(
            RenditionOptions.of("mp4", null, "HD", false, null, null, "SD"), 3_600_000, present);
    assertEquals(2_564_000L / 8 * 3600, hd.bytes());
    assertFalse(hd.measured());
    SizeEstimate like = SizeEstimate.of(options("mp4", null), 20_000, present);
    assertTrue(like.measured());
    assertEquals(2 * 22 * 5_000, like.bytes());
  }

  private static final List<String> DEATHS =
      List.of(
          "deaf",
          "die-after-order",
          "die-in-part",
          "die-after-part",
          "die-after-rename",
          "die-after-result");

  /** Whatever a killed attempt left, one set of files comes of the job, and the same as ever. */
  private void survives(String death, int kills) throws Exception {
    UUID id = queued(0);
    for (int i = 0; i < kills; i++) {
      Lease lease = take("mix");
      if (death.equals("deaf")) {
        ledger.failed(lease, "mixer-exit-137", true);
      } else {
        work(death).carryOut(lease);
      }
      assertEquals(RecordingState.QUEUED, fixture.state(id), death);
      assertEquals(List.of(), kinds(id), death);
      assertEquals(0, database.inNew(() -> fixture.queries.ledger()).difference());
      fixture.clock.advance(CompositionLedger.pause(i + 1));
    }
    work("good").carryOut(take("mix"));

    assertEquals(RecordingState.FINISHED, fixture.state(id), death);
    assertEquals(List.of("mixed", "mixed"), kinds(id));
    try (var left = Files.list(store.resolve(fixture.find(id).directory()).resolve("renditions"))) {
      assertEquals(1, left.count(), death);
    }
    assertEquals(FakeMixer.sha256(), TestSettings.playable(database, vault, store, id, "").tag());
  }

  @Test
  void survivesAKillAtEveryStage() throws Exception {
    for (String death : DEATHS) {
      survives(death, 1);
    }
  }

  /** By the command of docs/performance.md only. */
  @Test
  @Tag("long")
  @EnabledIfSystemProperty(named = "sightline.long", matches = "true")
  void survivesTwentyKillsAtEveryStage() throws Exception {
    for (String death : DEATHS) {
      survives(death, 20);
    }
  }
}

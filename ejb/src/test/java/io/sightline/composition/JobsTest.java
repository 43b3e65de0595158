package io.sightline.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sightline.composition.Jobs.Standing;
import io.sightline.fault.Refusal;
import io.sightline.recording.EventLog;
import io.sightline.recording.RecordingFixture;
import io.sightline.recording.RecordingState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an administrator sees of the work and does about it, on a real database. */
class JobsTest {
  private final EventLog<JobGivenUp> givenUp = new EventLog<>(event -> {});
  private final EventLog<JobQueued> due = new EventLog<>(event -> {});
  private final RecordingFixture fixture =
      new RecordingFixture(event -> JobsTest.this.ledger.on(event));
  private final CompositionLedger ledger =
      new CompositionLedger(
          fixture.database.entities(),
          fixture.clock,
          fixture.ledger,
          new StandardRenditions() {
            @Override
            Optional<MixParameters> of(String tenantId) {
              return Optional.of(MixParameters.standard(List.of("webm", "mp4"), "SD", null));
            }
          },
          new EventLog<>(event -> {}),
          due,
          givenUp);
  private final Jobs jobs =
      new Jobs(fixture.database.entities(), fixture.clock, ledger, fixture.ledger, due);
  private final UUID recording = fixture.begin(UUID.randomUUID(), "wrapped");

  JobsTest() {
    fixture.seal(recording, 0);
  }

  @AfterEach
  void close() {
    fixture.database.close();
  }

  private <T> T in(Callable<T> work) {
    return fixture.database.inNew(work);
  }

  private List<Jobs.View> list(Standing standing) {
    return in(() -> jobs.of("demo", standing, 0, 100));
  }

  private Lease take(String kind) {
    return in(() -> ledger.take("local", kind).orElseThrow());
  }

  private UUID mix(Standing standing) {
    return list(standing).stream().filter(job -> job.kind().equals("mix")).findFirst().get().id();
  }

  @Test
  void showsEveryStanding() {
    assertEquals(2, list(Standing.WAITING).size());
    Lease mixing = take("mix");
    in(() -> ledger.progress(mixing, 0.4, 2_400));
    Jobs.View running = list(Standing.RUNNING).get(0);
    assertEquals(List.of("webm", "mp4"), running.formats());
    assertEquals(3L, running.remainingSeconds());
    assertEquals(0.4, running.progress());

    fixture.database.run(() -> ledger.failed(mixing, "mixer-exit-1", true));
    Jobs.View retrying = list(Standing.RETRYING).get(0);
    assertEquals("mixer-exit-1", retrying.reason());
    assertEquals(fixture.clock.instant().plusSeconds(10), retrying.nextAttemptAt());
    assertEquals(List.of(), givenUp.fired);

    fixture.clock.advance(Duration.ofHours(25));
    Lease last = take("mix");
    fixture.database.run(() -> ledger.failed(last, "mixer-exit-1", true));
    assertEquals("mixer-exit-1", list(Standing.DEAD).get(0).reason());
    assertEquals(last.jobId(), givenUp.fired.get(0).jobId());
    assertEquals(2, givenUp.fired.get(0).attempts());
    assertEquals(1L, in(() -> jobs.count("demo", Standing.DEAD)));
  }

  @Test
  void aCancelledJobStandsStillUntilItIsRetried() {
    Lease mixing = take("mix");
    UUID id = mixing.jobId();

    Jobs.View cancelled = in(() -> jobs.cancel("demo", id));

    assertEquals(Standing.DEAD, cancelled.standing());
    assertEquals(Jobs.CANCELLED, cancelled.reason());
    assertEquals(RecordingState.FAILED, fixture.state(recording));
    assertFalse(in(() -> ledger.progress(mixing, 0.5, 100)), "its worker is told to end");
    fixture.database.run(() -> ledger.failed(mixing, "mixer-interrupted", true));
    fixture.clock.advance(Duration.ofHours(2));
    assertEquals(Optional.empty(), in(() -> ledger.take("local", "mix")));

    Jobs.View again = in(() -> jobs.retry("demo", id));

    assertEquals(Standing.WAITING, again.standing());
    assertNull(again.reason());
    assertEquals(RecordingState.QUEUED, fixture.state(recording));
    assertEquals(recording, due.fired.get(0).recordingId());
    assertEquals(id, take("mix").jobId());
  }

  @Test
  void aJobThatWaitsForItsNextAttemptIsDueAtOnceWhenRetried() {
    Lease mixing = take("mix");
    fixture.database.run(() -> ledger.failed(mixing, "mixer-timeout", true));
    assertEquals(Optional.empty(), in(() -> ledger.take("local", "mix")));
    in(() -> jobs.retry("demo", mixing.jobId()));
    assertEquals(mixing.jobId(), take("mix").jobId());
  }

  @Test
  void aCopyIsCancelledWithoutHarmToTheMix() {
    UUID copy = take("remux").jobId();
    in(() -> jobs.cancel("demo", copy));
    assertEquals(RecordingState.QUEUED, fixture.state(recording));
    in(() -> jobs.retry("demo", copy));
    assertEquals(copy, take("remux").jobId());
  }

  @Test
  void refusesWhatDoesNotFit() {
    UUID waiting = mix(Standing.WAITING);
    UUID running = take("remux").jobId();
    assertRefused("job.not.waiting", () -> jobs.retry("demo", running));
    in(() -> jobs.cancel("demo", waiting));
    assertRefused("job.not.open", () -> jobs.cancel("demo", waiting));
    assertRefused("not.found", () -> jobs.cancel("another", running));
    assertRefused("not.found", () -> jobs.retry("demo", UUID.randomUUID()));
    assertEquals(0L, in(() -> jobs.count("another", Standing.RUNNING)));
  }

  private void assertRefused(String code, Callable<Jobs.View> deed) {
    assertEquals(code, assertThrows(Refusal.class, () -> in(deed)).code());
  }
}

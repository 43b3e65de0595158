package io.sightline.recording;

import io.sightline.call.CallRecorder.RecordingChanged;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Consumer;

/** Recordings on a real database and a clock that the test sets. */
public final class RecordingFixture {
  public static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  public final TestDatabase database = new TestDatabase();
  public final SetClock clock = new SetClock();
  public final EventLog<RecordingChanged> changed = new EventLog<>(event -> {});
  public final RecordingLedger ledger;
  public final RecordingQueries queries;

  /** A clock that stands still until it is set. */
  public static final class SetClock extends Clock {
    private Instant now = NOON;

    public synchronized void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public synchronized Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  public RecordingFixture(Consumer<RecordingQueued> onQueued) {
    ledger = new RecordingLedger(database.entities(), clock, new EventLog<>(onQueued), changed);
    queries = new RecordingQueries(database.entities());
  }

  /** A recording of call and tenant "demo" that has just begun. */
  public UUID begin(UUID callId, String wrappedKey) {
    UUID id = UUID.randomUUID();
    Recording recording =
        new Recording(
            id,
            "demo",
            callId,
            "video",
            "audio-video",
            RecordingStore.directory("demo", id, clock.instant()),
            wrappedKey,
            "agent",
            "local",
            clock.instant());
    database.run(() -> ledger.begin(recording));
    return id;
  }

  /** Seals it with ten seconds of media. */
  public void seal(UUID id, int gaps) {
    long start = clock.instant().toEpochMilli();
    database.run(
        () ->
            ledger.sealed(
                new CaptureEvent.Sealed(id, start, start + 10_000, 500, gaps, "ab".repeat(32))));
  }

  public Recording find(UUID id) {
    return database.inNew(() -> ledger.find(id));
  }

  public RecordingState state(UUID id) {
    return find(id).state();
  }
}

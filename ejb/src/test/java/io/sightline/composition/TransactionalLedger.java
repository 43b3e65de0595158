package io.sightline.composition;

import io.sightline.call.RenditionProgress;
import io.sightline.recording.EventLog;
import io.sightline.recording.NewRendition;
import io.sightline.recording.RecordingFixture;
import io.sightline.recording.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The ledger as the container makes it: each operation in a transaction of its own. */
final class TransactionalLedger extends CompositionLedger {
  private final TestDatabase database;

  /** Run when something was published. */
  Runnable published = () -> {};

  TransactionalLedger(
      TestDatabase database,
      RecordingFixture fixture,
      List<String> standard,
      EventLog<RenditionProgress> told,
      EventLog<JobGivenUp> givenUp) {
    super(
        database.entities(),
        fixture.clock,
        fixture.ledger,
        new StandardRenditions() {
          @Override
          Optional<MixParameters> of(String tenantId) {
            return standard.isEmpty()
                ? Optional.empty()
                : Optional.of(MixParameters.standard(standard, "SD", null));
          }
        },
        told,
        new EventLog<>(event -> {}),
        givenUp);
    this.database = database;
  }

  @Override
  public Optional<Lease> take(String node, String... kinds) {
    return database.inNew(() -> super.take(node, kinds));
  }

  @Override
  public boolean progress(Lease lease, double progress, long remainingMs) {
    return database.inNew(() -> super.progress(lease, progress, remainingMs));
  }

  @Override
  public boolean done(Lease lease, List<NewRendition> made, Findings found) {
    return database.inNew(() -> super.done(lease, made, found));
  }

  @Override
  public boolean publish(Lease lease, List<NewRendition> made) {
    boolean held = database.inNew(() -> super.publish(lease, made));
    published.run();
    return held;
  }

  @Override
  public void withdraw(Lease lease) {
    database.run(() -> super.withdraw(lease));
  }

  @Override
  public void verifying(Lease lease) {
    database.run(() -> super.verifying(lease));
  }

  @Override
  public void failed(Lease lease, String reason, boolean retry) {
    database.run(() -> super.failed(lease, reason, retry));
  }

  @Override
  public int retry(UUID recordingId) {
    return database.inNew(() -> super.retry(recordingId));
  }

  @Override
  public boolean again(UUID jobId) {
    return database.inNew(() -> super.again(jobId));
  }

  @Override
  public List<Made> made(UUID recordingId) {
    return database.inNew(() -> super.made(recordingId));
  }

  @Override
  public int releaseOwn(String node) {
    return database.inNew(() -> super.releaseOwn(node));
  }
}

package io.sightline.composition;

import io.sightline.recording.RecordingRecovery;
import io.sightline.recording.RecordingSettings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The timer that finds what no message told of. Its first tick mends what the last stop of this
 * server has left; until that has succeeded every tick begins with it.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CompositionSweep {
  private static final System.Logger LOG = System.getLogger(CompositionSweep.class.getName());
  private static final long FIRST_MS = 1_000;

  @Resource private TimerService timers;
  @Inject private RecordingRecovery recovery;
  @Inject private StoreReconciliation reconciliation;
  @Inject private CompositionLedger ledger;
  @Inject private CompositionWorkers workers;
  @Inject private RecordingSettings settings;
  @Inject private Clock clock;
  private Instant started;
  private final AtomicBoolean mended = new AtomicBoolean();
  private final AtomicBoolean sweeping = new AtomicBoolean();

  @PostConstruct
  void start() {
    started = clock.instant();
    timers.createIntervalTimer(
        FIRST_MS, settings.sweepInterval().toMillis(), new TimerConfig("composition-sweep", false));
  }

  /** A tick; two never overlap. */
  @Timeout
  public void sweep() {
    if (!sweeping.compareAndSet(false, true)) {
      return;
    }
    try {
      if (!mended.get()) {
        ledger.releaseOwn(settings.node());
        recovery.afterStart(started);
        reconciliation.run();
        mended.set(true);
      }
      recovery.sweep();
      workers.wake();
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "the sweep of compositions failed", e);
    } finally {
      sweeping.set(false);
    }
  }
}

package io.sightline.composition;

import io.sightline.recording.RecordingSettings;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bounded number of workers of this server: some for copies, which mostly wait for them to be
 * read back and never wait for a mix, and the configured number for mixes. A worker goes on while
 * jobs are due, then ends.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CompositionWorkers {
  /** So many recordings can be finished while others' copies are still read back. */
  private static final int COPIES = 4;

  private static final System.Logger LOG = System.getLogger(CompositionWorkers.class.getName());

  @Resource private ManagedExecutorService executor;
  @Inject private CompositionLedger ledger;
  @Inject private CompositionWork work;
  @Inject private RecordingSettings settings;
  @Inject private MixerAllowance allowance;
  @Inject private Clock clock;
  private final AtomicInteger copying = new AtomicInteger();
  private final AtomicInteger mixing = new AtomicInteger();
  private volatile boolean stopping;

  /** Makes sure that workers look for due jobs; returns at once. */
  public void wake() {
    start(false, copying, COPIES);
    if (mayMix()) {
      start(true, mixing, allowance.mixers());
    }
  }

  private boolean mayMix() {
    LocalTime now = LocalTime.now(clock.withZone(ZoneId.systemDefault()));
    return settings
        .mixingWindow()
        .map(window -> MixingWindow.parse(window).includes(now))
        .orElse(true);
  }

  private void start(boolean mixes, AtomicInteger active, int most) {
    if (stopping || active.incrementAndGet() > most) {
      active.decrementAndGet();
      return;
    }
    try {
      executor.execute(() -> run(mixes, active));
    } catch (RejectedExecutionException e) {
      active.decrementAndGet();
      LOG.log(System.Logger.Level.WARNING, "no thread for a composition worker", e);
    }
  }

  private void run(boolean mixes, AtomicInteger active) {
    try {
      Optional<Lease> lease = next(mixes);
      while (lease.isPresent()) {
        work.carryOut(lease.get());
        lease = next(mixes);
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "a composition worker ended early", e);
    } finally {
      active.decrementAndGet();
    }
  }

  private Optional<Lease> next(boolean mixes) {
    if (stopping || (mixes && (!mayMix() || mixing.get() > allowance.mixers()))) {
      return Optional.empty();
    }
    return mixes
        ? ledger.take(settings.node(), CompositionJob.MIX, CompositionJob.ORDER)
        : ledger.take(settings.node(), CompositionJob.REMUX);
  }

  @PreDestroy
  void stop() {
    stopping = true;
    work.cancelAll();
  }
}

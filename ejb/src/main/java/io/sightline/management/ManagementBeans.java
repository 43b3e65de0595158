package io.sightline.management;

import io.sightline.composition.CompositionLedger;
import io.sightline.composition.MixerAllowance;
import io.sightline.composition.StoreReconciliation;
import io.sightline.recording.LedgerFigures;
import io.sightline.recording.RecorderWatch;
import io.sightline.recording.RecordingQueries;
import io.sightline.recording.RecordingStore;
import io.sightline.report.CallReports;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardEmitterMBean;
import javax.management.StandardMBean;

/** Registers the application's MXBeans while it runs. Each attribute is read when asked for. */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ManagementBeans {
  private static final System.Logger LOG = System.getLogger(ManagementBeans.class.getName());

  @Inject private CallReports calls;
  @Inject private RecordingQueries recordings;
  @Inject private RecordingStore store;
  @Inject private CompositionLedger compositions;
  @Inject private StoreReconciliation reconciliation;
  @Inject private RecorderWatch watch;
  @Inject private MixerAllowance allowance;
  @Inject private GivenUpAlarm alarm;
  private final List<ObjectName> registered = new ArrayList<>();

  @PostConstruct
  void register() {
    register("Calls", new StandardMBean(new CallFigures(calls), CallsMXBean.class, true));
    register(
        "Recordings",
        new StandardMBean(
            new RecordingFigures(recordings, store, reconciliation, watch),
            RecordingsMXBean.class,
            true));
    register(
        "Compositions",
        new StandardEmitterMBean(
            new CompositionFigures(compositions, allowance),
            CompositionsMXBean.class,
            true,
            alarm.listeners()));
  }

  private void register(String type, StandardMBean figures) {
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      ObjectName name = new ObjectName("io.sightline:type=" + type);
      if (server.isRegistered(name)) {
        server.unregisterMBean(name);
      }
      server.registerMBean(figures, name);
      registered.add(name);
    } catch (JMException e) {
      LOG.log(System.Logger.Level.WARNING, "no figures of " + type + " through JMX", e);
    }
  }

  @PreDestroy
  void unregister() {
    for (ObjectName name : registered) {
      try {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
      } catch (JMException e) {
        LOG.log(System.Logger.Level.DEBUG, "not unregistered: " + name, e);
      }
    }
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private record CallFigures(CallReports calls) implements CallsMXBean {
    @Override
    public Map<String, Long> getByState() {
      return calls.countByState();
    }

    @Override
    public long getOpen() {
      Map<String, Long> counts = getByState();
      return sum(counts) - counts.getOrDefault("ended", 0L);
    }

    @Override
    public Map<String, Long> getParticipants() {
      return calls.participantsByPresence();
    }
  }

  private record RecordingFigures(
      RecordingQueries recordings,
      RecordingStore store,
      StoreReconciliation reconciliation,
      RecorderWatch watch)
      implements RecordingsMXBean {
    @Override
    public Map<String, Long> getByState() {
      return recordings.countByState();
    }

    @Override
    public long getTotal() {
      return sum(getByState());
    }

    @Override
    public long getStarted() {
      return recordings.count();
    }

    @Override
    public long getRunning() {
      return LedgerFigures.of(getByState()).running();
    }

    @Override
    public long getFinished() {
      return LedgerFigures.of(getByState()).finished();
    }

    @Override
    public long getPartial() {
      return LedgerFigures.of(getByState()).partial();
    }

    @Override
    public long getFailed() {
      return LedgerFigures.of(getByState()).failed();
    }

    @Override
    public long getLedgerDifference() {
      return recordings.ledger().difference();
    }

    @Override
    public String getTrouble() {
      return watch.trouble().orElse("");
    }

    @Override
    public long getStoreFreeBytes() {
      return store.space().map(RecordingStore.Space::free).orElse(-1L);
    }

    @Override
    public String[] getStoreFindings() {
      return reconciliation.findings().toArray(String[]::new);
    }
  }

  private record CompositionFigures(CompositionLedger compositions, MixerAllowance allowance)
      implements CompositionsMXBean {
    @Override
    public int getMixersAllowed() {
      return allowance.mixers();
    }

    @Override
    public double getLiveProcessors() {
      return allowance.liveProcessors();
    }

    @Override
    public Map<String, Long> getByState() {
      return compositions.countByState();
    }

    @Override
    public long getDead() {
      return getByState().getOrDefault("dead", 0L);
    }

    @Override
    public int retryRecording(String recordingId) {
      return compositions.retry(UUID.fromString(recordingId));
    }
  }
}

package io.sightline.composition;

import io.sightline.recording.KeyVault;
import io.sightline.recording.RecorderWatch;
import io.sightline.recording.Recording;
import io.sightline.recording.RecordingQueries;
import io.sightline.recording.RecordingSettings;
import io.sightline.recording.RecordingStore;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Has recordings copied while they run, so that little is left to do when they end. One program
 * copies all of them; where it is away, or has failed for one, nothing is lost but time.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RunningCopies {
  private static final System.Logger LOG = System.getLogger(RunningCopies.class.getName());
  private static final long INTERVAL_MS = 3_000;

  /** A recording has its directory and the first of its logs by then. */
  private static final Duration SETTLED = Duration.ofSeconds(5);

  /** A program that is at a few seconds of a recording for so long hangs. */
  private static final Duration HANGS = Duration.ofSeconds(60);

  /** A program that ended is not started again before. */
  private static final Duration REST = Duration.ofSeconds(30);

  /** For so long the job of a recording that has ended may be waited for. */
  private static final Duration UNASKED = Duration.ofMinutes(5);

  @Resource private TimerService timers;
  private RecordingQueries recordings;
  private RecordingStore store;
  private KeyVault vault;
  private MixerInstallation mixer;
  private MixerAllowance allowance;
  private RecorderWatch watch;
  private RecordingSettings settings;
  private Clock clock;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Set<UUID> refused = new HashSet<>();
  private final Map<UUID, Instant> over = new HashMap<>();
  private volatile CopyingProcess process;
  private volatile Instant restUntil = Instant.MIN;

  /** For the container. */
  public RunningCopies() {}

  @Inject
  RunningCopies(
      RecordingQueries recordings,
      RecordingStore store,
      KeyVault vault,
      MixerInstallation mixer,
      MixerAllowance allowance,
      RecorderWatch watch,
      RecordingSettings settings,
      Clock clock) {
    this.recordings = recordings;
    this.store = store;
    this.vault = vault;
    this.mixer = mixer;
    this.allowance = allowance;
    this.watch = watch;
    this.settings = settings;
    this.clock = clock;
  }

  @PostConstruct
  void start() {
    timers.createIntervalTimer(INTERVAL_MS, INTERVAL_MS, new TimerConfig("running-copies", false));
  }

  /** A look at what runs; two never overlap. */
  @Timeout
  public void look() {
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    try {
      List<Recording> running =
          settings.followed() == 0
              ? List.of()
              : recordings.capturing(settings.node(), clock.instant().minus(SETTLED));
      CopyingProcess copying = process(!running.isEmpty());
      if (copying != null) {
        follow(copying, running);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "recordings are not copied meanwhile", e);
      end();
    } finally {
      looking.set(false);
    }
  }

  /** The program; null where there is none, or it is not to be started now. */
  private CopyingProcess process(boolean needed) throws IOException {
    CopyingProcess present = process;
    if (present != null && !present.alive()) {
      LOG.log(System.Logger.Level.WARNING, "the copying program has ended");
      end();
      present = null;
    }
    if (present == null && needed && !clock.instant().isBefore(restUntil)) {
      present = CopyingProcess.start(mixer.copying());
      process = present;
    }
    return present;
  }

  private void follow(CopyingProcess copying, List<Recording> running) throws IOException {
    Set<UUID> ids = running.stream().map(Recording::id).collect(Collectors.toSet());
    boolean room = !watch.storeIsLow();
    refused.retainAll(ids);
    over.keySet().retainAll(copying.running());
    for (UUID id : copying.running()) {
      if (!ids.contains(id)) {
        endUnasked(copying, id);
      } else if (!room || copying.place(id) == null) {
        copying.forget(id);
        refused.add(id);
      }
    }
    if (room && allowance.mixers() > 0) {
      for (Recording recording : running) {
        advance(copying, recording);
      }
    }
  }

  /** Gives up a recording that has ended, once its job has been waited for in vain. */
  private void endUnasked(CopyingProcess copying, UUID id) throws IOException {
    Instant now = clock.instant();
    if (over.computeIfAbsent(id, since -> now).isBefore(now.minus(UNASKED))) {
      copying.forget(id);
    }
  }

  private void advance(CopyingProcess copying, Recording recording) throws IOException {
    boolean known = copying.place(recording.id()) != null;
    if (!known && !refused.contains(recording.id()) && copying.copied() < settings.followed()) {
      begin(copying, recording);
    }
    if (copying.advance(recording.id()).compareTo(HANGS) > 0) {
      throw new IOException("the copying program hangs");
    }
  }

  private void begin(CopyingProcess copying, Recording recording) throws IOException {
    Path directory = store.resolve(recording.directory());
    byte[] key = vault.captureKey(recording);
    byte[] outputKey = vault.renditionKey(recording);
    try {
      Path place = CompositionFiles.meanwhile(directory);
      copying.follow(
          recording.id(),
          new MixerOrder(null, directory, key, outputKey, place, 1, Map.of(), Map.of()));
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(outputKey, (byte) 0);
    }
  }

  private void end() {
    CopyingProcess ended = process;
    process = null;
    restUntil = clock.instant().plus(REST);
    if (ended != null) {
      ended.close();
    }
  }

  /**
   * Where copies go that the program is to finish, or is to make of the whole at once.
   *
   * @param otherwise a place for the latter
   * @return null where there is no program
   */
  public Path place(UUID recording, Path otherwise) {
    CopyingProcess present = process;
    if (present == null || !present.alive()) {
      return null;
    }
    Path place = present.place(recording);
    return place == null ? otherwise : place;
  }

  /** Carries an order out by the program that is there already. */
  public MixerResult finish(
      UUID recording,
      MixerOrder order,
      Duration timeout,
      MixerProgress progress,
      PublishedFiles published)
      throws MixerFailure, IOException {
    CopyingProcess present = process;
    if (present == null) {
      throw MixerFailure.interrupted();
    }
    if (!order.output().equals(present.place(recording))) {
      present.follow(recording, order);
    }
    return present.finish(recording, progress, published, timeout);
  }

  /** How many recordings are being copied. */
  public int copied() {
    CopyingProcess present = process;
    return present == null ? 0 : present.copied();
  }

  @PreDestroy
  void stop() {
    end();
  }
}

package io.sightline.recording;

import io.sightline.call.RecorderAvailability;
import io.sightline.fault.Refusal;
import io.sightline.tenant.RecordingMode;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks every second whether recordings can be taken: the media server answers, and finds room in
 * the store. Says so once whenever that changes.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RecorderWatch {
  private static final System.Logger LOG = System.getLogger(RecorderWatch.class.getName());
  private static final long INTERVAL_MS = 1_000;

  @Resource private TimerService timers;
  @Inject private RecordingStore store;
  @Inject private Capture capture;
  @Inject private Event<RecorderAvailability> told;
  private volatile String trouble;
  private volatile boolean low;
  private final AtomicBoolean looking = new AtomicBoolean();

  /** For the container. */
  public RecorderWatch() {}

  RecorderWatch(RecordingStore store, Capture capture, Event<RecorderAvailability> told) {
    this.store = store;
    this.capture = capture;
    this.told = told;
  }

  @PostConstruct
  void start() {
    timers.createIntervalTimer(INTERVAL_MS, INTERVAL_MS, new TimerConfig("recorder-watch", false));
  }

  /** A look; two never overlap. */
  @Timeout
  public void look() {
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    try {
      String found = find();
      if (!Objects.equals(found, trouble)) {
        trouble = found;
        if (found == null) {
          LOG.log(System.Logger.Level.INFO, "recordings can be taken again");
        } else {
          LOG.log(System.Logger.Level.ERROR, "no recordings can be taken reason={0}", found);
        }
        told.fire(new RecorderAvailability(found));
      }
    } finally {
      looking.set(false);
    }
  }

  private String find() {
    Optional<Capture.Room> room = capture.room();
    low = room.isPresent() && room.get() != Capture.Room.ENOUGH;
    if (room.isEmpty()) {
      return "recording.unavailable";
    }
    boolean refused = room.get() == Capture.Room.NONE || store.space().isEmpty();
    return refused ? "recording.storage" : null;
  }

  /** Whether the store was nearly full at the last look, whatever can still be taken. */
  public boolean storeIsLow() {
    return low;
  }

  /** Why recordings cannot be taken, as the last look found; nothing while they can. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /**
   * Lets pass a call that would have to be recorded only while that is possible.
   *
   * @throws Refusal of kind UNAVAILABLE
   */
  public void requireFor(RecordingMode mode) {
    if (mode == RecordingMode.MANDATORY && trouble != null) {
      throw Refusal.of(Refusal.Kind.UNAVAILABLE, trouble, sentence(trouble));
    }
  }

  /** A sentence for people. */
  static String sentence(String code) {
    return code.equals("recording.storage")
        ? "Calls have to be recorded here, and the store of recordings is nearly full."
        : "Calls have to be recorded here, and the recorder is not available just now.";
  }
}

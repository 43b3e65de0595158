package io.sightline.identity;

import io.sightline.fault.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failures per key (an address, a login name) in a sliding window and refuses once there are
 * too many. Kept in memory, at most {@value #KEYS} keys, the least recently failing forgotten
 * first. Safe from any thread.
 */
@ApplicationScoped
public class AttemptLimiter {
  /** After so many failures within {@link #WINDOW} a key is refused. */
  public static final int FAILURES = 10;

  /** How long a failure counts. */
  public static final Duration WINDOW = Duration.ofMinutes(5);

  private static final int KEYS = 10_000;

  private Clock clock;
  private final Map<String, Window> windows = new LinkedHashMap<>(16, 0.75f, true);

  private record Window(Instant since, int failures) {}

  protected AttemptLimiter() {
    // for the container's client proxy
  }

  @Inject
  public AttemptLimiter(Clock clock) {
    this.clock = clock;
  }

  /**
   * @throws Refusal of kind TOO_MANY while the key is refused
   */
  public void requireFree(String key) {
    requireFree(key, FAILURES);
  }

  /**
   * @param most how often within {@link #WINDOW} what the key stands for may happen
   * @throws Refusal of kind TOO_MANY when it has happened so often
   */
  public synchronized void requireFree(String key, int most) {
    Window window = windows.get(key);
    if (window != null && window.failures() >= most && counts(window)) {
      throw Refusal.of(
          Refusal.Kind.TOO_MANY, "too.many.attempts", "Too many attempts. Try again later.");
    }
  }

  public synchronized void failed(String key) {
    Window window = windows.get(key);
    windows.put(
        key,
        window == null || !counts(window)
            ? new Window(clock.instant(), 1)
            : new Window(window.since(), window.failures() + 1));
    if (windows.size() > KEYS) {
      windows.remove(windows.keySet().iterator().next());
    }
  }

  public synchronized void succeeded(String key) {
    windows.remove(key);
  }

  private boolean counts(Window window) {
    return clock.instant().isBefore(window.since().plus(WINDOW));
  }
}

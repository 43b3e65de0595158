package io.sightline.signaling;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps the order of what a call's parties are told the order of what was committed: a call is
 * changed and its news queued under one lock of this server. Calls share {@value #STRIPES} locks.
 */
@ApplicationScoped
public class CallLocks {
  private static final int STRIPES = 512;

  private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

  public CallLocks() {
    for (int i = 0; i < STRIPES; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /** Runs under the call's lock; the thread may hold it already. */
  public <T> T under(UUID callId, Supplier<T> work) {
    ReentrantLock lock = locks[Math.floorMod(callId.hashCode(), STRIPES)];
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}

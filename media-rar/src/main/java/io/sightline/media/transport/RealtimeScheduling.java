package io.sightline.media.transport;

import io.sightline.media.foreign.ErrorNumber;
import io.sightline.media.foreign.ForeignException;
import io.sightline.media.foreign.ForeignLibrary;
import io.sightline.media.foreign.ForeignMemory;
import java.lang.invoke.MethodHandle;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs a loop before everything else that wants the processor: under Linux' real-time scheduling
 * (SCHED_RR, sched(7)), where Java can call C and the system permits it, by CAP_SYS_NICE or
 * RLIMIT_RTPRIO. Where it does not, the loop runs like any other.
 */
public final class RealtimeScheduling implements Runnable {
  private static final Logger LOG = Logger.getLogger(RealtimeScheduling.class.getName());
  private static final int ORDINARY = 0;
  private static final int ROUND_ROBIN = 2;

  /** Threads that this one starts are ordinary ones. */
  private static final int RESET_ON_FORK = 0x4000_0000;

  private final int priority;
  private final Runnable loop;

  private RealtimeScheduling(int priority, Runnable loop) {
    this.priority = priority;
    this.loop = loop;
  }

  /**
   * What to run in place of a loop.
   *
   * @param priority 1 to 99, or 0 for the loop as it is
   */
  public static Runnable of(int priority, Runnable loop) {
    return priority == 0 ? loop : new RealtimeScheduling(priority, loop);
  }

  @Override
  public void run() {
    boolean raised = raise();
    try {
      loop.run();
    } finally {
      if (raised) {
        // The thread goes back to the server's pool.
        lower();
      }
    }
  }

  private boolean raise() {
    try {
      schedule(ROUND_ROBIN, priority);
      LOG.log(Level.INFO, "A media thread runs with real-time priority {0}", priority);
      return true;
    } catch (ForeignException e) {
      LOG.log(
          Level.WARNING,
          "No real-time priority for a media thread: {0}. The system has to permit it to the server"
              + " (CAP_SYS_NICE, or LimitRTPRIO of its service), and Java has to be 22 or later.",
          e.getMessage());
      return false;
    }
  }

  private static void lower() {
    try {
      schedule(ORDINARY, 0);
    } catch (ForeignException e) {
      LOG.log(Level.WARNING, "A thread keeps its real-time priority", e);
    }
  }

  private static void schedule(int policy, int priority) throws ForeignException {
    MethodHandle call =
        ForeignLibrary.open("libc.so.6")
            .functionWithErrno("sched_setscheduler", int.class, int.class, int.class, long.class);
    ErrorNumber errno = new ErrorNumber();
    ForeignMemory parameter = new ForeignMemory(Integer.BYTES);
    parameter.bytes().putInt(0, priority);
    int result;
    try {
      // The thread that calls is number 0.
      result =
          (int) call.invokeExact(errno.argument(), 0, policy | RESET_ON_FORK, parameter.address());
    } catch (Throwable e) {
      throw new IllegalStateException("A system call could not be made", e);
    }
    if (result != 0) {
      throw new ForeignException("errno " + errno.value());
    }
  }
}

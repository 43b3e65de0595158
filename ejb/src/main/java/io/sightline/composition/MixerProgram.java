package io.sightline.composition;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One run of the mixer program, in the caller's thread: started, fed with its order, watched by its
 * own words, ended for certain. A second thread suspends it and ends it at its deadline; a third
 * drains its log.
 */
final class MixerProgram {
  private static final System.Logger LOG = System.getLogger(MixerProgram.class.getName());
  private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration LONGEST_EXIT = Duration.ofSeconds(10);

  private final List<String> command;
  private final Duration timeout;
  private final BooleanSupplier mayRun;
  private volatile Process process;
  private volatile double lastProgress;
  private volatile boolean overdue;
  private volatile boolean cancelled;

  /**
   * Prepares a run.
   *
   * @param timeout from start to exit, without the time in which it was suspended; longer than that
   *     and it is killed
   * @param mayRun asked every second from another thread; while false the program is suspended
   */
  MixerProgram(List<String> command, Duration timeout, BooleanSupplier mayRun) {
    this.command = List.copyOf(command);
    this.timeout = timeout;
    this.mayRun = mayRun;
  }

  /**
   * Runs to the end.
   *
   * @param order written to the program's standard input
   * @param progress told as it grows
   * @param published told of files that can be played before they are read back
   * @throws MixerFailure when it did not end with status 0 and a result
   */
  MixerResult run(byte[] order, MixerProgress progress, PublishedFiles published)
      throws MixerFailure, IOException {
    try {
      process = MixerStreams.start(command);
    } catch (IOException e) {
      throw MixerFailure.notRun(e);
    }
    Thread watch = thread("watch", () -> watch(progress));
    Thread log = thread("log", () -> MixerStreams.drainLog(process));
    try {
      feed(order);
      JsonObject result = read(progress, published);
      if (!process.waitFor(LONGEST_EXIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw MixerFailure.hung();
      }
      if (overdue) {
        throw MixerFailure.hung();
      }
      if (process.exitValue() != 0) {
        throw cancelled ? MixerFailure.interrupted() : MixerFailure.exit(process.exitValue());
      }
      if (result == null) {
        throw MixerFailure.lied("status 0 without a result");
      }
      return MixerResult.of(result);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MixerFailure.interrupted();
    } finally {
      kill();
      watch.interrupt();
      log.interrupt();
    }
  }

  /** Ends a run from another thread. */
  void cancel() {
    cancelled = true;
    kill();
  }

  private void kill() {
    Process running = process;
    if (running != null) {
      running.descendants().forEach(ProcessHandle::destroyForcibly);
      running.destroyForcibly();
    }
  }

  private Thread thread(String what, Runnable body) {
    Thread thread = new Thread(body, "mixer-" + what + "-" + process.pid());
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Suspends the program while it may not run, and kills it when it has run for too long. A
   * suspended one says nothing, so that its progress is told again here: who waits for it must not
   * take it for lost.
   */
  private void watch(MixerProgress progress) {
    long left = timeout.toNanos();
    boolean suspended = false;
    long last = System.nanoTime();
    try {
      while (!process.waitFor(Math.max(1, Math.min(left, LOOK_NS)), TimeUnit.NANOSECONDS)) {
        long now = System.nanoTime();
        left -= suspended ? 0 : now - last;
        last = now;
        if (left <= 0) {
          overdue = true;
          kill();
          return;
        }
        suspended = signalled(suspended, !mayRun.getAsBoolean());
        if (suspended && !progress.report(lastProgress, MixerProgress.UNKNOWN)) {
          cancel();
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Brings the program into the state wished for; answers the one it is in. */
  private boolean signalled(boolean suspended, boolean wanted) throws InterruptedException {
    if (suspended == wanted) {
      return suspended;
    }
    List<String> words = List.of("kill", wanted ? "-STOP" : "-CONT", Long.toString(process.pid()));
    try {
      int status =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      LOG.log(
          System.Logger.Level.INFO,
          "mixer {0} {1}",
          process.pid(),
          wanted ? "suspended for live calls" : "goes on");
      return status == 0 ? wanted : suspended;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "mixers cannot be suspended here", e);
      return suspended;
    }
  }

  /** A program that ends without reading its order tells why by its exit status. */
  private void feed(byte[] order) {
    try (OutputStream input = process.getOutputStream()) {
      input.write(order);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the mixer did not read its order", e);
    }
  }

  private JsonObject read(MixerProgress progress, PublishedFiles published)
      throws MixerFailure, IOException {
    JsonObject result = null;
    try (InputStream output = new BufferedInputStream(process.getInputStream())) {
      String line = MixerStreams.next(output);
      while (line != null) {
        JsonObject said = MixerStreams.parse(line);
        if (said != null && said.get("result") instanceof JsonObject end) {
          result = end;
        } else if (said != null && said.get("published") instanceof JsonObject files) {
          published.take(MixerResult.published(files));
        } else if (said != null && said.get("progress") instanceof JsonNumber number) {
          lastProgress = number.doubleValue();
          if (!progress.report(lastProgress, remaining(said))) {
            cancel();
          }
        }
        line = MixerStreams.next(output);
      }
    }
    return result;
  }

  private static long remaining(JsonObject said) {
    return said.get("remainingMs") instanceof JsonNumber number
        ? Math.max(0, number.longValue())
        : MixerProgress.UNKNOWN;
  }
}

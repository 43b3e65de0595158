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

/**
 * One run of the mixer program, in the caller's thread: started, fed with its order, watched by its
 * own words, ended for certain. A second thread ends it at its deadline; a third drains its log.
 */
final class MixerProgram {
  private static final System.Logger LOG = System.getLogger(MixerProgram.class.getName());
  private static final Duration LONGEST_EXIT = Duration.ofSeconds(10);

  private final List<String> command;
  private final Duration timeout;
  private volatile Process process;
  private volatile boolean overdue;
  private volatile boolean cancelled;

  /**
   * Prepares a run.
   *
   * @param timeout from start to exit; longer than that and it is killed
   */
  MixerProgram(List<String> command, Duration timeout) {
    this.command = List.copyOf(command);
    this.timeout = timeout;
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
    Thread watch = thread("watch", this::killWhenOverdue);
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

  private void killWhenOverdue() {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        overdue = true;
        kill();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
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
        } else if (said != null
            && said.get("progress") instanceof JsonNumber number
            && !progress.report(number.doubleValue(), remaining(said))) {
          cancel();
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

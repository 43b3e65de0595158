package io.sightline.composition;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
  private static final int MAX_LINE = 1 << 20;
  private static final int MAX_LOG_LINES = 200;
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
   * @throws MixerFailure when it did not end with status 0 and a result
   */
  MixerResult run(byte[] order, MixerProgress progress) throws MixerFailure {
    try {
      process = start();
    } catch (IOException e) {
      throw MixerFailure.notRun(e);
    }
    Thread watch = thread("watch", () -> watch(progress));
    Thread log = thread("log", this::drainLog);
    try {
      feed(order);
      JsonObject result = read(progress);
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

  /** The environment is emptied but for what a JVM needs: secrets of the server stay with it. */
  private Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(List.of("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR"));
    return builder.start();
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

  private void drainLog() {
    try (InputStream errors = new BufferedInputStream(process.getErrorStream())) {
      int lines = 0;
      String line = line(errors, MAX_LINE);
      while (line != null) {
        if (lines++ < MAX_LOG_LINES) {
          LOG.log(System.Logger.Level.INFO, "mixer {0}: {1}", process.pid(), printable(line));
        }
        line = line(errors, MAX_LINE);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the mixer's log ended", e);
    }
  }

  private static String printable(String line) {
    String cut = line.substring(0, Math.min(line.length(), 500));
    return cut.replaceAll("\\p{Cntrl}", " ");
  }

  /** A program that ends without reading its order tells why by its exit status. */
  private void feed(byte[] order) {
    try (OutputStream input = process.getOutputStream()) {
      input.write(order);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the mixer did not read its order", e);
    }
  }

  private JsonObject read(MixerProgress progress) throws MixerFailure {
    JsonObject result = null;
    try (InputStream output = new BufferedInputStream(process.getInputStream())) {
      String line = line(output, MAX_LINE);
      while (line != null) {
        JsonObject said = parse(line);
        if (said != null && said.get("result") instanceof JsonObject end) {
          result = end;
        } else if (said != null && said.get("progress") instanceof JsonNumber number) {
          lastProgress = number.doubleValue();
          if (!progress.report(lastProgress, remaining(said))) {
            cancel();
          }
        }
        line = line(output, MAX_LINE);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the mixer's output ended", e);
    }
    return result;
  }

  private static long remaining(JsonObject said) {
    return said.get("remainingMs") instanceof JsonNumber number
        ? Math.max(0, number.longValue())
        : MixerProgress.UNKNOWN;
  }

  /** What is not a JSON object is not for us. */
  private static JsonObject parse(String line) {
    if (!line.startsWith("{")) {
      return null;
    }
    try (JsonReader reader = Json.createReader(new StringReader(line))) {
      return reader.readValue() instanceof JsonObject object ? object : null;
    } catch (JsonException | IllegalStateException e) {
      return null;
    }
  }

  /** The next line without its end; null at the end of the stream or of a line without end. */
  private static String line(InputStream in, int longest) throws IOException {
    byte[] buffer = new byte[256];
    int length = 0;
    int next = in.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      if (length == longest) {
        throw new IOException("a line is longer than " + longest + " bytes");
      }
      if (length == buffer.length) {
        buffer = Arrays.copyOf(buffer, length * 2);
      }
      buffer[length++] = (byte) next;
      next = in.read();
    }
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }
}

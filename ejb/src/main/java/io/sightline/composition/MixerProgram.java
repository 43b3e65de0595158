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

/**
 * One run of the mixer program, in the caller's thread: started, fed with its order, watched by its
 * own words, ended for certain. A second thread ends it at its deadline; a third drains its log.
 */
final class MixerProgram {
  private static final System.Logger LOG = System.getLogger(MixerProgram.class.getName());
  private static final int MAX_LINE = 1 << 20;
  private static final int MAX_LOG_LINES = 200;
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
   * @throws MixerFailure when it did not end with status 0 and a result
   */
  MixerResult run(byte[] order, MixerProgress progress) throws MixerFailure {
    try {
      process = start();
    } catch (IOException e) {
      throw MixerFailure.notRun(e);
    }
    Thread watch = thread("watch", this::killWhenOverdue);
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
        } else if (said != null
            && said.get("progress") instanceof JsonNumber number
            && !progress.report(number.doubleValue(), remaining(said))) {
          cancel();
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

package io.sightline.mixer;

import io.sightline.mixer.av.Libav;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The program that stays and copies many recordings while they run. Each line of its standard input
 * is an object with {@code do} and {@code recording}: {@code follow} begins (with {@code
 * directory}, {@code key}, {@code outputKey}, {@code outputDirectory}), {@code advance} copies what
 * was appended, {@code finish} the rest, {@code forget} ends it and removes its files. Lines of its
 * output name the recording: {@code advanced}, {@code progress}, {@code published}, then {@code
 * result}, or {@code failed} with an exit code of {@link Mixer}; after either it is forgotten. The
 * end of the input ends the program.
 *
 * <p>One thread copies what is appended and one reads back, so that neither keeps those waiting who
 * want to see a recording that has just ended. Where the system heeds priorities of threads, both
 * step back, and so does the copying of a whole that was not followed.
 */
final class CopyingProgram {
  private static final Logger LOG = Logger.getLogger(CopyingProgram.class.getName());
  private static final int MAX_RECORDINGS = 500;
  private static final int FINISHING = 3;

  private final PrintStream out;
  private final Map<String, Followed> followed = new ConcurrentHashMap<>();
  private final ExecutorService advancing =
      Executors.newSingleThreadExecutor(body -> thread(body, Thread.MIN_PRIORITY));
  private final ExecutorService finishing =
      Executors.newFixedThreadPool(FINISHING, body -> thread(body, Thread.NORM_PRIORITY));
  private final ExecutorService checking =
      Executors.newSingleThreadExecutor(body -> thread(body, Thread.MIN_PRIORITY));

  CopyingProgram(PrintStream out) {
    this.out = out;
  }

  private static Thread thread(Runnable body, int priority) {
    Thread thread = new Thread(body);
    thread.setDaemon(true);
    thread.setPriority(priority);
    return thread;
  }

  /** A recording's copies; held while one thread works on them. */
  private static final class Followed {
    private final String recording;
    private final Copies copies;
    private final Progress progress;
    private final AtomicBoolean due = new AtomicBoolean();
    private boolean closed;

    Followed(String recording, Copies copies, Progress progress) {
      this.recording = recording;
      this.copies = copies;
      this.progress = progress;
    }
  }

  private interface Step {
    void take(Followed one) throws IOException, JobException;
  }

  /** Does what it is told to the end of the input. */
  void run(InputStream in) throws IOException, JobException {
    Libav.load();
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      obey(line);
    }
    for (ExecutorService threads : List.of(finishing, checking, advancing)) {
      threads.shutdownNow();
    }
    followed.values().forEach(this::forget);
  }

  private void obey(String line) throws JobException {
    try (JsonReader reader = Json.createReader(new StringReader(line))) {
      JobFields fields = new JobFields(reader.readObject(), "");
      String what = fields.oneOf("do", null, List.of("follow", "advance", "finish", "forget"));
      String recording = fields.text("recording");
      if (what.equals("follow")) {
        follow(recording, fields);
      }
      fields.end();
      Followed one = followed.get(recording);
      if (one == null) {
        new Progress(out, recording).say("failed", Json.createValue(1));
        return;
      }
      switch (what) {
        case "advance" -> {
          if (one.due.compareAndSet(false, true)) {
            advancing.execute(() -> step(one, this::advance));
          }
        }
        case "finish" -> finishing.execute(() -> step(one, this::finish));
        case "forget" -> advancing.execute(() -> forget(one));
        default -> LOG.fine("a recording is followed");
      }
    } catch (JsonException | ClassCastException e) {
      // The parser's message may quote the line, and with it a key.
      throw new JobException(
          JobException.Reason.BAD_JOB, "a line cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private void follow(String recording, JobFields fields) throws JobException {
    byte[] key = fields.key("key");
    Copies copies =
        new Copies(
            fields.absolute("directory"),
            key,
            fields.key("outputKey"),
            fields.absolute("outputDirectory"));
    Arrays.fill(key, (byte) 0);
    if (followed.size() >= MAX_RECORDINGS) {
      throw new JobException(JobException.Reason.BAD_JOB, "too many recordings are followed");
    }
    followed.put(recording, new Followed(recording, copies, new Progress(out, recording)));
  }

  private void advance(Followed one) throws IOException, JobException {
    one.due.set(false);
    one.copies.advance();
    one.progress.say("advanced", JsonValue.TRUE);
  }

  private void finish(Followed one) throws IOException, JobException {
    boolean little = one.copies.begun();
    Thread.currentThread().setPriority(little ? Thread.NORM_PRIORITY : Thread.MIN_PRIORITY);
    one.progress.say("published", one.copies.finish(done -> one.progress.report(0.7 * done)));
    checking.execute(() -> step(one, this::check));
  }

  private void check(Followed one) throws JobException {
    one.progress.say("result", one.copies.verified(done -> one.progress.report(0.7 + 0.3 * done)));
    forget(one);
  }

  /** Takes a step, and forgets the recording if that fails. */
  private void step(Followed one, Step step) {
    synchronized (one) {
      if (one.closed) {
        return;
      }
      try {
        step.take(one);
        return;
      } catch (JobException e) {
        fail(one, e.reason.exitCode, e);
      } catch (IOException e) {
        fail(one, JobException.Reason.ENCODING_FAILED.exitCode, e);
      } catch (RuntimeException | Error e) {
        fail(one, 1, e);
      }
    }
  }

  private void fail(Followed one, int code, Throwable cause) {
    LOG.log(Level.WARNING, cause, () -> "copying " + one.recording + " failed");
    forget(one);
    one.progress.say("failed", Json.createValue(code));
  }

  private void forget(Followed one) {
    synchronized (one) {
      followed.remove(one.recording, one);
      if (!one.closed) {
        one.closed = true;
        try {
          one.copies.close();
        } catch (IOException e) {
          LOG.log(Level.WARNING, e, () -> "files of " + one.recording + " remain");
        }
      }
    }
  }
}

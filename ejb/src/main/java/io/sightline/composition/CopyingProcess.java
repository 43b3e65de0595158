package io.sightline.composition;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The mixer program that stays and copies recordings while they run: told what to do line by line,
 * heard in a thread of its own. Whatever becomes of it, a recording's logs are untouched and can be
 * copied by another program. Safe from any thread.
 */
final class CopyingProcess implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CopyingProcess.class.getName());
  private static final Duration LISTEN = Duration.ofSeconds(1);

  /** In place of a last word, which a program that died has not said. */
  private static final JsonObject GONE = Json.createObjectBuilder().add("failed", -1).build();

  private final Process process;
  private final OutputStream in;
  private final Map<UUID, Copying> copied = new ConcurrentHashMap<>();
  private volatile boolean ended;

  /** What is known of a recording that is copied. */
  private static final class Copying {
    private final Path place;
    private final LinkedBlockingQueue<JsonObject> said = new LinkedBlockingQueue<>();
    private volatile long askedNs;
    private volatile boolean asked;
    private volatile boolean failed;
    private volatile boolean finishing;

    Copying(Path place) {
      this.place = place;
    }
  }

  private CopyingProcess(Process process) {
    this.process = process;
    this.in = process.getOutputStream();
  }

  /**
   * Starts the program.
   *
   * @throws IOException when it cannot be started
   */
  static CopyingProcess start(List<String> command) throws IOException {
    CopyingProcess started = new CopyingProcess(MixerStreams.start(command));
    started.thread("words", started::listen);
    started.thread("log", () -> MixerStreams.drainLog(started.process));
    return started;
  }

  private void thread(String what, Runnable body) {
    Thread thread = new Thread(body, "copying-" + what + "-" + process.pid());
    thread.setDaemon(true);
    thread.start();
  }

  boolean alive() {
    return !ended && process.isAlive();
  }

  /** How many recordings it copies. */
  int copied() {
    return copied.size();
  }

  /** Those that are copied while they run and were not asked for yet. */
  List<UUID> running() {
    return copied.entrySet().stream()
        .filter(entry -> !entry.getValue().finishing)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Where the files of a recording go that it copies; null for another. */
  Path place(UUID recording) {
    Copying copying = copied.get(recording);
    return copying == null || copying.failed ? null : copying.place;
  }

  /** Begins to copy a recording into the directory that the order names. */
  void follow(UUID recording, MixerOrder order) throws IOException {
    copied.put(recording, new Copying(order.output()));
    byte[] line = order.followed(recording);
    try {
      write(line);
    } finally {
      Arrays.fill(line, (byte) 0);
    }
  }

  /**
   * Has it copy what was appended since it was asked last, unless it is at that still.
   *
   * @return for how long it has been at it
   */
  Duration advance(UUID recording) throws IOException {
    Copying copying = copied.get(recording);
    if (copying == null || copying.failed || copying.finishing) {
      return Duration.ZERO;
    }
    if (copying.asked) {
      return Duration.ofNanos(System.nanoTime() - copying.askedNs);
    }
    copying.askedNs = System.nanoTime();
    copying.asked = true;
    tell("advance", recording);
    return Duration.ZERO;
  }

  /** Ends the copying of a recording, whose files are removed. */
  void forget(UUID recording) throws IOException {
    if (copied.remove(recording) != null) {
      tell("forget", recording);
    }
  }

  /**
   * Copies the rest of a recording, and waits until its files were read back.
   *
   * @throws MixerFailure when it did not come to a result
   */
  MixerResult finish(
      UUID recording, MixerProgress progress, PublishedFiles published, Duration timeout)
      throws MixerFailure, IOException {
    Copying copying = copied.get(recording);
    if (copying == null) {
      throw MixerFailure.interrupted();
    }
    copying.finishing = true;
    try {
      tell("finish", recording);
      return heard(copying, progress, published, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MixerFailure.interrupted();
    } finally {
      copied.remove(recording);
    }
  }

  private MixerResult heard(
      Copying copying, MixerProgress progress, PublishedFiles published, Duration timeout)
      throws MixerFailure, IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    double done = 0;
    while (System.nanoTime() < deadline) {
      JsonObject said = ended ? GONE : copying.said.poll(LISTEN.toMillis(), TimeUnit.MILLISECONDS);
      if (said != null && said.get("published") instanceof JsonObject files) {
        published.take(MixerResult.published(files));
      } else if (said != null && said.get("result") instanceof JsonObject result) {
        return MixerResult.of(result);
      } else if (said != null && said.get("failed") instanceof JsonNumber code) {
        throw MixerFailure.exit(code.intValue());
      } else if (said != null && said.get("progress") instanceof JsonNumber share) {
        done = share.doubleValue();
      }
      if (!progress.report(done, MixerProgress.UNKNOWN)) {
        throw MixerFailure.interrupted();
      }
    }
    close();
    throw MixerFailure.hung();
  }

  private void tell(String what, UUID recording) throws IOException {
    String line =
        Json.createObjectBuilder()
            .add("do", what)
            .add("recording", recording.toString())
            .build()
            .toString();
    write((line + '\n').getBytes(StandardCharsets.UTF_8));
  }

  private synchronized void write(byte[] line) throws IOException {
    in.write(line);
    in.flush();
  }

  private void listen() {
    try (InputStream words = new BufferedInputStream(process.getInputStream())) {
      String line = MixerStreams.next(words);
      while (line != null) {
        hear(MixerStreams.parse(line));
        line = MixerStreams.next(words);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the copying program's output ended", e);
    } finally {
      ended = true;
      copied.values().forEach(copying -> copying.said.add(GONE));
      close();
    }
  }

  private void hear(JsonObject said) {
    Copying copying = said == null ? null : copied.get(recording(said));
    if (copying == null) {
      return;
    }
    if (said.containsKey("advanced")) {
      copying.asked = false;
    } else {
      copying.failed |= said.containsKey("failed");
      copying.said.add(said);
    }
  }

  private static UUID recording(JsonObject said) {
    try {
      return said.get("recording") instanceof JsonString id
          ? UUID.fromString(id.getString())
          : new UUID(0, 0);
    } catch (IllegalArgumentException e) {
      return new UUID(0, 0);
    }
  }

  /** Ends the program for certain. */
  @Override
  public void close() {
    ended = true;
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}

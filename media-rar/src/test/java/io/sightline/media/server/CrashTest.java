package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.InterruptedRecording;
import io.sightline.media.api.MediaEvent;
import io.sightline.testsupport.tracklog.TrackLog;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server process is killed while it records; what it leaves is mixed. Three kills, or as many as
 * {@code -Dcrash.kills} says; appends to target/crash.txt what each has lost. What is left is
 * sealed by the next server, as after a restart, before it is mixed.
 */
class CrashTest {
  /** What may be lost (N1). */
  private static final long LOSS_MS = 1_000;

  /** A picture's time between two, and a late packet: the last one before the limit. */
  private static final long SPACING_MS = 150;

  private static final byte[] KEY = new byte[32];

  @TempDir Path directory;

  static LongStream kills() {
    return LongStream.rangeClosed(1, Integer.getInteger("crash.kills", 3));
  }

  @ParameterizedTest
  @MethodSource("kills")
  @Timeout(180)
  void mediaOlderThanASecondIsPlayable(long seed) throws Exception {
    Path store = Files.createDirectories(directory.resolve("store"));
    long killedMs = killWhileRecording(store, 1_500 + new Random(seed).nextInt(3_000));

    Path recording = store.resolve("demo/one");
    assertFalse(Files.exists(recording.resolve("manifest.json")));
    long startedMs =
        json(Files.readString(recording.resolve("recording.json")))
            .getJsonNumber("startedEpochMillis")
            .longValue();
    long lostMs = 0;
    int lostTracks = 0;
    for (int track = 0; track < 4; track++) {
      lostTracks += Files.exists(recording.resolve("track-" + track + ".sltl")) ? 0 : 1;
      lostMs = Math.max(lostMs, killedMs - startedMs - lastArrivalMs(recording, track));
    }
    note(seed, killedMs - startedMs, lostMs, lostTracks);
    assertTrue(lostMs <= LOSS_MS + SPACING_MS, "lost the last " + lostMs + " ms");
    sealAgain(store, recording);

    JsonObject result = mix(recording);
    long endMs =
        startedMs
            + result.getJsonNumber("startNs").longValue() / 1_000_000
            + result.getInt("durationMs");
    assertTrue(
        endMs >= killedMs - LOSS_MS - SPACING_MS,
        "the mix ends " + (killedMs - endMs) + " ms early");
    for (JsonObject track : result.getJsonArray("tracks").getValuesAs(JsonObject.class)) {
      assertEquals(0, track.getInt("undecodable"), track.toString());
      assertEquals(0, track.getInt("lost"), track.toString());
    }
    assertEquals(4, result.getJsonArray("tracks").size());
  }

  private long killWhileRecording(Path store, long afterMs)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                java(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                RecordedCall.class.getName(),
                store.toString())
            .redirectError(directory.resolve("server.log").toFile())
            .start();
    try {
      BufferedReader said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      assertEquals("recording", said.readLine(), () -> read(directory.resolve("server.log")));
      assertFalse(process.waitFor(afterMs, TimeUnit.MILLISECONDS), "ended by itself");
      long killedMs = System.currentTimeMillis();
      process.destroyForcibly().waitFor();
      return killedMs;
    } finally {
      process.destroyForcibly();
    }
  }

  /** What a server does when it finds the recording at its next start. */
  private static void sealAgain(Path store, Path recording) throws Exception {
    JsonObject info = json(Files.readString(recording.resolve("recording.json")));
    InterruptedRecording interrupted =
        new InterruptedRecording(
            UUID.fromString(info.getString("recordingId")),
            UUID.fromString(info.getString("callId")),
            "demo/one",
            KEY);
    try (TestServer server = TestServer.start(store)) {
      MediaEvent.RecordingSealed sealed = server.media.sealInterrupted(interrupted);
      JsonObject manifest = json(Files.readString(recording.resolve("manifest.json")));
      assertEquals(4, manifest.getJsonArray("tracks").size());
      long packets = 0;
      for (int track = 0; track < 4; track++) {
        packets +=
            TrackLog.read(recording.resolve("track-" + track + ".sltl"), KEY).entries().stream()
                .filter(entry -> entry.type() == TrackLog.RTP)
                .count();
      }
      assertEquals(packets, sealed.packets());
      assertEquals(sealed, server.media.sealInterrupted(interrupted));
    }
  }

  private static long lastArrivalMs(Path recording, int track) throws IOException {
    TrackLog log = TrackLog.read(recording.resolve("track-" + track + ".sltl"), KEY);
    assertFalse(log.complete());
    long lastNs = -1;
    int sequence = -1;
    for (TrackLog.Entry entry : log.entries()) {
      if (entry.type() == TrackLog.RTP) {
        int next = ByteBuffer.wrap(entry.body()).getShort(2) & 0xFFFF;
        assertTrue(sequence < 0 || next == (sequence + 1 & 0xFFFF), "a hole or a double");
        sequence = next;
        lastNs = entry.arrivalNs();
      }
    }
    return lastNs / 1_000_000;
  }

  private JsonObject mix(Path recording) throws IOException, InterruptedException {
    String key = Base64.getEncoder().encodeToString(KEY);
    String job =
        Json.createObjectBuilder()
            .add("job", "mix")
            .add("directory", recording.toString())
            .add("key", key)
            .add("outputKey", key)
            .add(
                "outputs",
                Json.createArrayBuilder()
                    .add(
                        Json.createObjectBuilder()
                            .add("format", "webm")
                            .add("path", directory.resolve("mixed.webm").toString())))
            .build()
            .toString();
    Path out = directory.resolve("mixer.out");
    Path err = directory.resolve("mixer.log");
    Process mixer =
        new ProcessBuilder(
                java(),
                "-Xmx128m",
                "-Dorg.bytedeco.javacpp.cachedir=" + Path.of("target", "javacpp").toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.sightline.mixer.Mixer")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try (OutputStream in = mixer.getOutputStream()) {
      in.write(job.getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(0, mixer.waitFor(), () -> read(err));
    List<String> lines = new ArrayList<>(Files.readAllLines(out));
    return json(lines.get(lines.size() - 1)).getJsonObject("result");
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text)).readObject();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void note(long seed, long recordedMs, long lostMs, int lostTracks)
      throws IOException {
    Files.writeString(
        Path.of("target", "crash.txt"),
        String.format(
            Locale.ROOT,
            "kill %d after %d ms lost the last %d ms, %d tracks; doubled 0 packets%n",
            seed,
            recordedMs,
            lostMs,
            lostTracks),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}

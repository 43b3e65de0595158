package io.sightline.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The runner with a real child process that behaves and misbehaves. */
class MixerProgramTest {
  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final int SUSPENDED_LOOKS = 4;

  private static final MixParameters MIX =
      MixParameters.standard(List.of("webm", "mp4"), "SD", null);

  @TempDir private Path directory;

  static List<String> command(String manner) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        FakeMixer.class.getName(),
        manner);
  }

  private byte[] order(String kind) {
    return new MixerOrder(
            kind.equals("mix") ? MIX : null,
            directory,
            new byte[32],
            new byte[32],
            directory,
            1,
            Map.of(),
            Map.of())
        .document();
  }

  private MixerResult run(String manner, Duration timeout) throws MixerFailure, IOException {
    return new MixerProgram(command(manner), timeout, () -> true)
        .run(order("mix"), (progress, remaining) -> true, PublishedFiles.UNTOLD);
  }

  @Test
  void runsToItsResult() throws MixerFailure, IOException {
    List<Double> progress = new ArrayList<>();
    MixerResult result =
        new MixerProgram(command("good"), AMPLE, () -> true)
            .run(
                order("mix"),
                (value, remaining) -> {
                  progress.add(value);
                  return true;
                },
                PublishedFiles.UNTOLD);

    assertEquals(List.of(0.5, 1.0), progress);
    assertEquals(10_000, result.durationMs());
    assertEquals(
        List.of("webm", "mp4"), result.files().stream().map(file -> file.format()).toList());
    assertTrue(Files.exists(result.files().get(0).path()));
  }

  @Test
  void readsOverNoise() throws MixerFailure, IOException {
    assertEquals(2, run("noise", AMPLE).files().size());
  }

  @ParameterizedTest
  @CsvSource({
    "2, mixer-bad-job, false",
    "3, mixer-input-unreadable, true",
    "4, mixer-encoding-failed, true",
    "5, mixer-verification-failed, true",
    "9, mixer-exit-9, true",
    "deaf, mixer-bad-job, false",
    "silent, mixer-report-wrong: status 0 without a result, true"
  })
  void tellsWhyItFailed(String manner, String reason, boolean retry) {
    MixerFailure failure = assertThrows(MixerFailure.class, () -> run(manner, AMPLE));

    assertEquals(reason, failure.getMessage());
    assertEquals(retry, failure.retry());
  }

  @Test
  void endsAHungProgram() {
    MixerFailure failure =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30),
            () -> assertThrows(MixerFailure.class, () -> run("hanging", SHORT)));

    assertEquals("mixer-timeout", failure.getMessage());
  }

  @Test
  void endsAProgramThatOnlyTalks() {
    MixerFailure failure =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30),
            () -> assertThrows(MixerFailure.class, () -> run("talking", SHORT)));

    assertEquals("mixer-timeout", failure.getMessage());
  }

  @Test
  void endsALineWithoutEnd() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> assertThrows(MixerFailure.class, () -> run("endless", AMPLE)));
  }

  @Test
  void endsWhenItsLeaseIsLost() {
    MixerFailure failure =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30),
            () ->
                assertThrows(
                    MixerFailure.class,
                    () ->
                        new MixerProgram(command("hanging"), AMPLE, () -> true)
                            .run(
                                order("mix"),
                                (progress, remaining) -> false,
                                PublishedFiles.UNTOLD)));

    assertEquals("mixer-interrupted", failure.getMessage());
  }

  @Test
  void saysWhenItCannotBeRun() {
    MixerProgram program = new MixerProgram(List.of("/nonexistent/java"), AMPLE, () -> true);

    MixerFailure failure =
        assertThrows(
            MixerFailure.class,
            () -> program.run(order("mix"), (progress, remaining) -> true, PublishedFiles.UNTOLD));
    assertEquals("mixer-not-run", failure.getMessage());
  }

  /**
   * Four looks suspended, then on; only what it ran counts, and its lease is renewed throughout.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void suspendsItForLiveCallsAndDoesNotCountThat() {
    List<Boolean> stopped = new CopyOnWriteArrayList<>();
    AtomicInteger renewed = new AtomicInteger();
    MixerProgram program =
        new MixerProgram(
            command("hanging"),
            SHORT,
            () -> {
              stopped.add(isStopped());
              return stopped.size() > SUSPENDED_LOOKS;
            });
    MixerProgress progress =
        (share, remaining) -> {
          if (Thread.currentThread().getName().startsWith("mixer-watch")) {
            renewed.incrementAndGet();
          }
          return true;
        };

    MixerFailure failure =
        assertThrows(
            MixerFailure.class, () -> program.run(order("mix"), progress, PublishedFiles.UNTOLD));

    assertEquals("mixer-timeout", failure.getMessage());
    assertEquals(SUSPENDED_LOOKS, renewed.get());
    assertEquals(List.of(false, true, true, true, true, false), stopped.subList(0, 6));
  }

  /** Whether a child of this process is stopped by a signal: state T of proc(5). */
  private static boolean isStopped() {
    return ProcessHandle.current().children().anyMatch(MixerProgramTest::isStopped);
  }

  private static boolean isStopped(ProcessHandle process) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return line.substring(line.lastIndexOf(')')).startsWith(") T");
    } catch (IOException ended) {
      return false;
    }
  }

  @Test
  void writesCardsInTheFirstLanguageThereIs() {
    assertEquals("Kamera aus", CardTexts.in(Arrays.asList(null, "de_AT")).get("noCamera"));
    assertEquals("En espera", CardTexts.in(List.of("pt-BR", "ES")).get("onHold"));
    assertEquals("Recording paused", CardTexts.in(List.of("fi")).get("paused"));
    assertEquals(
        Set.of("paused", "onHold", "noCamera", "noPicture", "muted"),
        CardTexts.in(List.of()).keySet());
  }

  @Test
  void keepsSecretsOffTheCommandLineAndOutOfText() {
    byte[] key = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    MixerOrder order =
        new MixerOrder(
            MIX, directory, key, key, directory, 2, Map.of(), CardTexts.in(List.of("fr-CA")));

    assertFalse(order.toString().contains("MDEy"));
    String document = new String(order.document(), StandardCharsets.UTF_8);
    assertTrue(document.contains("\"workers\":2"), document);
    assertTrue(document.contains("\"paused\":\"Enregistrement en pause\""), document);
    List<String> words =
        new MixerCommand(Path.of("/j"), Path.of("/m.jar"), Path.of("/n"), 384, 512, false, false)
            .words();
    assertTrue(words.contains("-Xmx384m"));
    assertEquals("/m.jar", words.get(words.size() - 1));
  }
}

package io.sightline.benchmarks.mixing;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * How soon a recording can be played once it is sealed, by its length: copied while its logs grow,
 * every three seconds of its own time as the server does it though faster, and copied of the whole
 * by the same program. Arguments: the mixer's jar, then lengths in seconds.
 */
public final class CopyingAtOnce {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int TURN_SECONDS = 3;

  private final Path scratch;
  private final Path mixer;
  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final byte[] key = new byte[32];

  private CopyingAtOnce(Path scratch, Path mixer) {
    this.scratch = scratch;
    this.mixer = mixer;
  }

  /** Runs and prints. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("copying-at-once");
    try {
      CopyingAtOnce run = new CopyingAtOnce(scratch, Path.of(arguments[0]).toAbsolutePath());
      List<Integer> lengths = Arrays.stream(arguments).skip(1).map(Integer::valueOf).toList();
      run.measure(lengths.isEmpty() ? List.of(60, 600, 3600) : lengths);
    } finally {
      try (var files = Files.walk(scratch)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void measure(List<Integer> lengths) throws IOException, InterruptedException {
    CallClip agent = CallClip.make(scratch, true, "easy");
    CallClip customer = CallClip.make(scratch, false, "easy");
    out.println(
        "seconds, load average, CPU ms a second of call while it runs, at the end: playable"
            + " after ms, read back after ms; of the whole: playable, read back; MB");
    for (int seconds : lengths) {
      Path whole = scratch.resolve("whole-" + seconds);
      SyntheticRecording made = new SyntheticRecording(whole, key, seconds);
      made.participant("agent", agent);
      made.participant("customer", customer);
      double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
      try (Program program = new Program()) {
        GrowingLogs logs = new GrowingLogs(whole, scratch.resolve("growing-" + seconds), key);
        String followed = program.follow(scratch.resolve("growing-" + seconds));
        Duration before = program.cpu();
        for (int now = TURN_SECONDS; now < seconds; now += TURN_SECONDS) {
          logs.growTo(now * SECOND_NS);
          program.say("advance", followed);
          program.await("advanced");
        }
        double cpu = program.cpu().minus(before).toMillis() / (double) seconds;
        logs.growAll();
        double[] atEnd = program.finished(followed);
        double[] ofWhole = program.finished(program.follow(whole));
        out.printf(
            Locale.ROOT,
            "%d, %.1f, %.2f, %.0f, %.0f; %.0f, %.0f; %d%n",
            seconds,
            load,
            cpu,
            atEnd[0],
            atEnd[1],
            ofWhole[0],
            ofWhole[1],
            program.residentMegabytes());
      }
    }
  }

  /** The mixer's program, started as the server starts it. */
  private final class Program implements AutoCloseable {
    private final Process process;
    private final OutputStream in;
    private final BufferedReader words;

    Program() throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:ThreadPriorityPolicy=1",
              "-Xmx384m",
              "-XX:+UseSerialGC",
              "-XX:-UsePerfData",
              "-XX:+ExitOnOutOfMemoryError",
              "-Dorg.bytedeco.javacpp.cachedir=" + scratch.resolve("natives"),
              "-jar",
              mixer.toString(),
              "copies");
      process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      in = process.getOutputStream();
      words =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    String follow(Path directory) throws IOException {
      String recording = UUID.randomUUID().toString();
      String secret = Base64.getEncoder().encodeToString(key);
      write(
          Json.createObjectBuilder()
              .add("do", "follow")
              .add("recording", recording)
              .add("directory", directory.toString())
              .add("key", secret)
              .add("outputKey", secret)
              .add("outputDirectory", scratch.resolve("copies-" + recording).toString())
              .build());
      return recording;
    }

    void say(String what, String recording) throws IOException {
      write(Json.createObjectBuilder().add("do", what).add("recording", recording).build());
    }

    private void write(JsonObject line) throws IOException {
      in.write((line.toString() + '\n').getBytes(StandardCharsets.UTF_8));
      in.flush();
    }

    void await(String word) throws IOException {
      for (String line = words.readLine(); line != null; line = words.readLine()) {
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
          JsonObject said = reader.readObject();
          if (said.containsKey(word)) {
            return;
          }
          if (said.containsKey("failed")) {
            throw new IOException(line);
          }
        }
      }
      throw new IOException("the program has ended");
    }

    /** After how many ms its files can be played, and are read back. */
    double[] finished(String recording) throws IOException {
      long start = System.nanoTime();
      say("finish", recording);
      await("published");
      double published = (System.nanoTime() - start) / 1e6;
      await("result");
      return new double[] {published, (System.nanoTime() - start) / 1e6};
    }

    Duration cpu() {
      return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    long residentMegabytes() throws IOException {
      for (String line : Files.readAllLines(Path.of("/proc", process.pid() + "", "status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        }
      }
      return -1;
    }

    @Override
    public void close() throws IOException {
      in.close();
      process.onExit().join();
    }
  }
}

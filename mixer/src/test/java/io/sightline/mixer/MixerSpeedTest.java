package io.sightline.mixer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.mixer.av.Libav;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures; run with {@code -Dmixer.measure.seconds=60}. Appends to target/mixer-speed.txt what
 * each kind of job took of CPU and of memory.
 */
@EnabledIfSystemProperty(named = "mixer.measure.seconds", matches = "\\d+")
class MixerSpeedTest {
  private static final long SECOND = TestRecording.SECOND;

  @TempDir Path directory;

  @Test
  void twoCameras() throws Exception {
    Libav.load();
    int seconds = Integer.getInteger("mixer.measure.seconds");
    for (int noise : new int[] {0, 12}) {
      Path recording = directory.resolve("recording-" + noise);
      byte[] key = TestRecording.key(3);
      TestRecording made = new TestRecording(recording, key);
      String[] roles = {"agent", "customer"};
      for (int i = 0; i < 2; i++) {
        TestRecording.Sender sender =
            new TestRecording.Sender(
                roles[i],
                roles[i],
                i * SECOND,
                0,
                20_000_000,
                500,
                i * SECOND / 2,
                new TestVideoEncoder.Picture(80, 100, 150, noise));
        made.audio(sender, 0, seconds * SECOND, n -> false);
        made.video(sender, "VP8", 640, 480, 0, seconds * SECOND, n -> false);
      }
      made.write(true);
      String content = noise == 0 ? "easy" : "noisy";
      measure(content, seconds, recording, key, "mix", directory.resolve("a.webm"));
      measure(content, seconds, recording, key, "mix", directory.resolve("b.mp4"));
      measure(
          content,
          seconds,
          recording,
          key,
          "mix",
          directory.resolve("c.webm"),
          directory.resolve("c.mp4"));
      measure(content, seconds, recording, key, "remux");
    }
  }

  private void measure(
      String content, int seconds, Path recording, byte[] key, String kind, Path... files)
      throws Exception {
    var job = MixerProcess.job(kind, recording, key, key);
    if (kind.equals("mix")) {
      job.add("outputs", MixerProcess.outputs(files));
    } else {
      job.add("outputDirectory", directory.resolve("out").toString());
    }
    long started = System.nanoTime();
    MixerProcess run =
        MixerProcess.run(
            directory, job.build().toString(), "/usr/bin/time", "-f", "%U %S %M", "--");
    double wall = (System.nanoTime() - started) / 1e9;
    assertEquals(0, run.exitCode, run.log);
    String[] used = run.log.strip().lines().reduce((a, b) -> b).orElseThrow().split(" ");
    double cpu = Double.parseDouble(used[0]) + Double.parseDouble(used[1]);
    StringBuilder names = new StringBuilder();
    long bytes = 0;
    for (Path file : files) {
      names.append(' ').append(file.getFileName());
      bytes += Files.size(file);
    }
    String line =
        String.format(
            Locale.ROOT,
            "%s %s%s: %.1f CPU s a minute, %.1f x real time per core (wall %.1f s), %d MB, %d kB%n",
            content,
            kind,
            names,
            cpu * 60 / seconds,
            seconds / cpu,
            wall,
            Long.parseLong(used[2]) / 1024,
            bytes / 1024);
    assertTrue(bytes > 0 || kind.equals("remux"));
    Files.writeString(
        Path.of("target", "mixer-speed.txt"),
        line,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}

package io.sightline.mixer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.mixer.av.Libav;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures; run with {@code -Dmixer.measure.seconds=60}. Appends to target/mixer-speed.txt what
 * each kind of job took of CPU and of memory, and what the installed ffmpeg program took for the
 * same mix with the same settings. What ffmpeg does not do: encrypt, decrypt, and read its output
 * back to verify it.
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
      measureFfmpeg(content, seconds, key);
    }
  }

  private void measureFfmpeg(String content, int seconds, byte[] key) throws Exception {
    Path left = MixerProcess.decrypted(directory.resolve("out/agent.webm"), key);
    Path right = MixerProcess.decrypted(directory.resolve("out/customer.webm"), key);
    String vp8 =
        "-c:v libvpx -deadline realtime -cpu-used 8 -lag-in-frames 0 -static-thresh 1000"
            + " -qmin 4 -qmax 56 -c:a libopus -compression_level 5";
    ffmpeg(content + " ffmpeg f.webm", seconds, left, right, vp8, "f.webm");
    String h264 = "-c:v libx264 -preset veryfast -tune zerolatency -c:a aac";
    ffmpeg(content + " ffmpeg x264 f.mp4", seconds, left, right, h264, "f.mp4");
  }

  private void ffmpeg(String what, int seconds, Path left, Path right, String codecs, String output)
      throws Exception {
    Path file = directory.resolve(output);
    Path used = directory.resolve("used.txt");
    List<String> command =
        new ArrayList<>(List.of("/usr/bin/time", "-o", used.toString(), "-f", "%U %S %M", "--"));
    command.addAll(List.of("ffmpeg", "-v", "error", "-y", "-filter_complex_threads", "1"));
    for (Path input : List.of(left, right)) {
      command.addAll(List.of("-threads", "1", "-f", "matroska", "-i", input.toString()));
    }
    command.addAll(
        List.of(
            "-filter_complex",
            "[0:v]fps=25,setsar=1[l];[1:v]fps=25,setsar=1[r];[l][r]hstack[v];"
                + "[0:a][1:a]amix=normalize=0[a]",
            "-map",
            "[v]",
            "-map",
            "[a]"));
    command.addAll(List.of(codecs.split(" ")));
    command.addAll(
        List.of("-threads", "1", "-g", "100", "-b:v", "900k", "-ac", "1", "-b:a", "48k"));
    command.add(file.toString());
    long started = System.nanoTime();
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertEquals(0, process.waitFor());
    double wall = (System.nanoTime() - started) / 1e9;
    note(what, seconds, wall, Files.readString(used), Files.size(file));
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
    StringBuilder names = new StringBuilder();
    long bytes = 0;
    for (Path file : files) {
      names.append(' ').append(file.getFileName());
      bytes += Files.size(file);
    }
    assertTrue(bytes > 0 || kind.equals("remux"));
    note(content + ' ' + kind + names, seconds, wall, run.log, bytes);
  }

  /** Appends a line; {@code time}'s words are the last line of its log. */
  private static void note(String what, int seconds, double wall, String log, long bytes)
      throws IOException {
    String[] used = log.strip().lines().reduce((a, b) -> b).orElseThrow().split(" ");
    double cpu = Double.parseDouble(used[0]) + Double.parseDouble(used[1]);
    String line =
        String.format(
            Locale.ROOT,
            "%s: %.2f CPU s a minute, %.1f x real time per core (wall %.1f s), %d MB, %d kB%n",
            what,
            cpu * 60 / seconds,
            seconds / cpu,
            wall,
            Long.parseLong(used[2]) / 1024,
            bytes / 1024);
    Files.writeString(
        Path.of("target", "mixer-speed.txt"),
        line,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}

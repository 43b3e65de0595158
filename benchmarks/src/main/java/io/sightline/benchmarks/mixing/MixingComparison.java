package io.sightline.benchmarks.mixing;

import io.sightline.media.store.SealedFile;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Mixes the same call with our program and with the installed ffmpeg, alternating, and prints the
 * medians. Our program is started as the server starts it, its virtual machine included; it reads
 * encrypted track logs, writes an encrypted file and reads it back. ffmpeg gets both sides as plain
 * WebM files, copied from the same track logs, and writes a plain file.
 */
public final class MixingComparison {
  /** As the server's: short jobs are not worth the second compiler. */
  private static final int BRIEF_SECONDS = 90;

  private static final int HEAP_MEGABYTES = 384;

  private final MixingOptions options;
  private final Path scratch;
  private final PrintStream out;
  private final byte[] key = new byte[32];

  private MixingComparison(MixingOptions options, Path scratch, PrintStream out) {
    this.options = options;
    this.scratch = scratch;
    this.out = out;
  }

  /** Runs and prints; see {@link MixingOptions#USAGE}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    MixingOptions options = MixingOptions.parse(List.of(arguments));
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
    boolean own = options.scratch() == null;
    Path scratch =
        own
            ? Files.createTempDirectory("mixing-comparison")
            : Files.createDirectories(options.scratch());
    try {
      for (String content : options.contents()) {
        new MixingComparison(options, scratch, out).compare(content);
      }
    } finally {
      if (own) {
        delete(scratch);
      }
    }
  }

  private void compare(String content) throws IOException, InterruptedException {
    Path recording = scratch.resolve(content + "-" + options.seconds());
    if (!Files.isDirectory(recording)) {
      SyntheticRecording made = new SyntheticRecording(recording, key, options.seconds());
      made.participant("agent", CallClip.make(scratch, true, content));
      made.participant("customer", CallClip.make(scratch, false, content));
    }
    Path left = scratch.resolve("left.webm");
    Path right = scratch.resolve("right.webm");
    List<ProgramRun> copying = new ArrayList<>();
    for (int i = 0; i < Math.max(1, options.runs()); i++) {
      copying.add(ProgramRun.of(scratch, ours(), job("remux", recording, List.of())));
    }
    decrypt(scratch.resolve("copies/agent.webm"), left);
    decrypt(scratch.resolve("copies/customer.webm"), right);
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    Map<String, List<ProgramRun>> runs = new LinkedHashMap<>();
    runs.put("copies", copying);
    for (int i = 0; i < options.runs(); i++) {
      for (List<String> formats : options.jobs()) {
        runs.computeIfAbsent("mixer " + String.join("+", formats), name -> new ArrayList<>())
            .add(ProgramRun.of(scratch, ours(), job("mix", recording, formats)));
      }
      if (options.compare()) {
        runs.computeIfAbsent("ffmpeg webm", name -> new ArrayList<>())
            .add(ProgramRun.of(scratch, ffmpeg(left, right), ""));
      }
    }
    print(content, load, runs);
  }

  private void print(String content, double load, Map<String, List<ProgramRun>> runs) {
    out.printf(
        Locale.ROOT,
        "# %s, %d s of call, %d runs, %d workers, load average %.1f before%n",
        content,
        options.seconds(),
        options.runs(),
        options.workers(),
        load);
    List<ProgramRun> peer = runs.get("ffmpeg webm");
    double theirs = peer == null ? Double.NaN : ProgramRun.median(peer).cpuSeconds();
    runs.forEach(
        (name, all) -> {
          ProgramRun median = ProgramRun.median(all);
          out.printf(
              Locale.ROOT,
              "%-16s %6.2f CPU s a minute, %5.1f x real time per core, %.2f of ffmpeg's, wall"
                  + " %.1f s, %d MB; all runs:%s%n",
              name,
              median.cpuSeconds() * 60 / options.seconds(),
              options.seconds() / median.cpuSeconds(),
              median.cpuSeconds() / theirs,
              median.wallSeconds(),
              all.stream().mapToLong(ProgramRun::residentMegabytes).max().orElseThrow(),
              all.stream()
                  .map(run -> String.format(Locale.ROOT, " %.2f", run.cpuSeconds()))
                  .reduce("", String::concat));
        });
  }

  private List<String> ours() {
    List<String> command = new ArrayList<>(List.of("/usr/bin/nice", "-n", "10"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + HEAP_MEGABYTES + "m", "-XX:+UseSerialGC", "-Xmn16m"));
    command.add(
        options.seconds() < BRIEF_SECONDS
            ? "-XX:TieredStopAtLevel=1"
            : "-XX:CompileThresholdScaling=5");
    command.addAll(List.of("-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError"));
    command.add("-Dorg.bytedeco.javacpp.cachedir=" + scratch.resolve("natives"));
    command.addAll(List.of("-jar", options.mixer().toAbsolutePath().toString()));
    return command;
  }

  private String job(String kind, Path recording, List<String> formats) {
    String secret = Base64.getEncoder().encodeToString(key);
    String outputs =
        String.join(
            ",",
            formats.stream()
                .map(
                    format ->
                        "{\"format\":\"%s\",\"path\":\"%s\"}"
                            .formatted(format, scratch.resolve("mix." + format)))
                .toList());
    String made =
        kind.equals("mix")
            ? "\"layout\":\"side-by-side\",\"profile\":\"SD\",\"workers\":%d,\"outputs\":[%s]"
                .formatted(options.workers(), outputs)
            : "\"outputDirectory\":\"%s\"".formatted(scratch.resolve("copies"));
    return "{\"job\":\"%s\",\"directory\":\"%s\",\"key\":\"%s\",\"outputKey\":\"%s\",%s}"
        .formatted(kind, recording, secret, secret, made);
  }

  /**
   * The same settings as the mixer's profile SD, and a graph that copies and does no more: no
   * scaling and no conversion, one thread for each part.
   */
  private List<String> ffmpeg(Path left, Path right) {
    List<String> command = new ArrayList<>(List.of("/usr/bin/ffmpeg", "-v", "error", "-y"));
    command.addAll(List.of("-nostdin", "-filter_complex_threads", "1"));
    for (Path input : List.of(left, right)) {
      command.addAll(List.of("-threads", "1", "-f", "matroska", "-i", input.toString()));
    }
    command.addAll(
        List.of(
            "-filter_complex",
            "[0:v]fps=25[l];[1:v]fps=25[r];[l][r]hstack[v];"
                + "[0:a][1:a]amix=normalize=0,aformat=channel_layouts=mono[a]",
            "-map",
            "[v]",
            "-map",
            "[a]"));
    String settings =
        "-c:v libvpx -deadline realtime -cpu-used -8 -lag-in-frames 0 -static-thresh 1000 -qmin 4"
            + " -qmax 56 -g 100 -b:v 900k -c:a libopus -compression_level 4 -b:a 48k -threads 1";
    command.addAll(List.of(settings.split(" ")));
    command.add(scratch.resolve("ffmpeg.webm").toString());
    return command;
  }

  private void decrypt(Path sealed, Path plain) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    try (SealedFile in = SealedFile.open(sealed, key);
        OutputStream file = Files.newOutputStream(plain)) {
      var target = Channels.newChannel(file);
      while (in.read(buffer) >= 0) {
        target.write(buffer.flip());
        buffer.clear();
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}

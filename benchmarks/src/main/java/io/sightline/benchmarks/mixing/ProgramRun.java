package io.sightline.benchmarks.mixing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one run of a program took.
 *
 * @param cpuSeconds user and system, of the whole process and its children
 * @param residentMegabytes at its peak
 * @param out its standard output
 */
record ProgramRun(double cpuSeconds, double wallSeconds, long residentMegabytes, String out) {
  private static final String TIME = "/usr/bin/time";

  static ProgramRun of(Path scratch, List<String> command, String input)
      throws IOException, InterruptedException {
    Path used = scratch.resolve("used.txt");
    Path out = scratch.resolve("out.txt");
    List<String> timed =
        new ArrayList<>(List.of(TIME, "-o", used.toString(), "-f", "%U %S %e %M", "--"));
    timed.addAll(command);
    Process process =
        new ProcessBuilder(timed)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    if (process.waitFor() != 0) {
      throw new IOException(command.get(0) + " failed");
    }
    String[] words = Files.readString(used).strip().split(" ");
    return new ProgramRun(
        Double.parseDouble(words[0]) + Double.parseDouble(words[1]),
        Double.parseDouble(words[2]),
        Long.parseLong(words[3]) / 1024,
        Files.readString(out));
  }

  /** The run in the middle by its CPU time. */
  static ProgramRun median(List<ProgramRun> runs) {
    return runs.stream()
        .sorted(Comparator.comparingDouble(ProgramRun::cpuSeconds))
        .toList()
        .get(runs.size() / 2);
  }
}

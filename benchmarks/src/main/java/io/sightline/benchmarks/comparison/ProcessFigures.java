package io.sightline.benchmarks.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process as the system sees it.
 *
 * @param cpuSeconds of all its threads, user and system, since its start; in steps of 10 ms
 * @param residentBytes VmRSS
 */
record ProcessFigures(double cpuSeconds, long residentBytes) {
  private static final double TICKS_PER_SECOND = 100;

  /** Reads /proc, on Linux. */
  static ProcessFigures of(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      long kib =
          lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .findFirst()
              .orElse(0);
      return new ProcessFigures(ticks / TICKS_PER_SECOND, kib * 1024);
    }
  }
}

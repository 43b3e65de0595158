package io.sightline.composition;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of the mixer program: fixed words and paths of the installation only.
 *
 * @param natives where it unpacks its native libraries; writable, and not a home directory, which
 *     the server's account may not have
 * @param nativeMegabytes what it may take beside its heap: pictures, the virtual machine, stacks.
 *     The kernel holds it to the sum (RLIMIT_DATA); a mixer that wants more fails, and nobody else
 * @param awaited whether somebody waits to see the file: then it goes before mixing, and still
 *     after live media
 * @param brief whether there is little to do: compiling the program's hot code to the last would
 *     cost more than it saves, and is left out
 */
record MixerCommand(
    Path java,
    Path jar,
    Path natives,
    int heapMegabytes,
    int nativeMegabytes,
    boolean awaited,
    boolean brief) {
  private static final Path LIMIT = Path.of("/usr/bin/prlimit");
  private static final long MEGABYTE = 1L << 20;
  private static final Path NICE = Path.of("/usr/bin/nice");

  /**
   * What the program allocates lives for a moment; the default of a third is touched for nothing.
   */
  private static final String YOUNG_GENERATION = "-Xmn16m";

  /** Five times as long in the first compiler's code: less of it is worth the second one's time. */
  private static final String RELUCTANT = "-XX:CompileThresholdScaling=5";

  List<String> words() {
    List<String> words = limit();
    if (Files.isExecutable(NICE)) {
      words.addAll(List.of(NICE.toString(), "-n", awaited ? "4" : "10"));
    }
    words.addAll(program(List.of()));
    return words;
  }

  /**
   * The words for a program that stays and copies: what it does at the end of a recording is short
   * and waited for; its own threads step back from everything else.
   */
  List<String> staying() {
    List<String> words = limit();
    words.addAll(program(List.of("-XX:ThreadPriorityPolicy=1")));
    words.add("copies");
    return words;
  }

  private List<String> limit() {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(LIMIT)) {
      long bytes = (heapMegabytes + (long) nativeMegabytes) * MEGABYTE;
      words.addAll(List.of(LIMIT.toString(), "--data=" + bytes));
    }
    return words;
  }

  private List<String> program(List<String> flags) {
    List<String> words = new ArrayList<>();
    words.add(java.toString());
    words.addAll(flags);
    words.add("-Xmx" + heapMegabytes + "m");
    words.add("-XX:+UseSerialGC");
    words.add(YOUNG_GENERATION);
    words.add(brief ? "-XX:TieredStopAtLevel=1" : RELUCTANT);
    words.add("-XX:-UsePerfData");
    words.add("-XX:+ExitOnOutOfMemoryError");
    words.add("-Dorg.bytedeco.javacpp.cachedir=" + natives);
    words.add("-jar");
    words.add(jar.toString());
    return words;
  }
}

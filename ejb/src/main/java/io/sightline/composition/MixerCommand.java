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
 * @param awaited whether somebody waits to see the file: then it goes before mixing, and still
 *     after live media
 * @param brief whether there is little to do: compiling the program's hot code to the last would
 *     cost more than it saves, and is left out
 */
record MixerCommand(
    Path java, Path jar, Path natives, int heapMegabytes, boolean awaited, boolean brief) {
  private static final Path NICE = Path.of("/usr/bin/nice");

  /**
   * What the program allocates lives for a moment; the default of a third is touched for nothing.
   */
  private static final String YOUNG_GENERATION = "-Xmn16m";

  /** Five times as long in the first compiler's code: less of it is worth the second one's time. */
  private static final String RELUCTANT = "-XX:CompileThresholdScaling=5";

  List<String> words() {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(NICE)) {
      words.addAll(List.of(NICE.toString(), "-n", awaited ? "4" : "10"));
    }
    words.add(java.toString());
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

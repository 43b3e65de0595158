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
 */
record MixerCommand(Path java, Path jar, Path natives, int heapMegabytes) {
  private static final Path NICE = Path.of("/usr/bin/nice");

  List<String> words() {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(NICE)) {
      words.addAll(List.of(NICE.toString(), "-n", "10"));
    }
    words.add(java.toString());
    words.add("-Xmx" + heapMegabytes + "m");
    words.add("-XX:+UseSerialGC");
    words.add("-XX:-UsePerfData");
    words.add("-XX:+ExitOnOutOfMemoryError");
    words.add("-Dorg.bytedeco.javacpp.cachedir=" + natives);
    words.add("-jar");
    words.add(jar.toString());
    return words;
  }
}

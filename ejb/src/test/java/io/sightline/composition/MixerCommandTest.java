package io.sightline.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.recording.TestSettings;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The mixer's command line names places of the installation only. */
class MixerCommandTest {
  @TempDir private Path home;

  @Test
  void keepsNativeLibrariesBelowHome() {
    Path natives = home.resolve("mixer/natives");
    List<String> words =
        new MixerCommand(
                Path.of("/jdk/bin/java"), Path.of("/m.jar"), natives, 384, 512, false, false)
            .words();

    assertTrue(words.contains("-Dorg.bytedeco.javacpp.cachedir=" + natives));
    assertEquals(List.of("-jar", "/m.jar"), words.subList(words.size() - 2, words.size()));
  }

  /** On a real process: the kernel refuses memory beyond the sum, and a smaller need is met. */
  @Test
  @EnabledIf("limits")
  void isHeldToItsMemoryByTheKernel() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> words =
        new ArrayList<>(
            new MixerCommand(java, Path.of("/m.jar"), home, 64, 512, false, true).words());
    words.removeAll(List.of("-jar", "/m.jar"));
    words.addAll(
        List.of(
            "-XX:MaxDirectMemorySize=4g",
            "-cp",
            System.getProperty("java.class.path"),
            Hungry.class.getName()));

    assertEquals(0, status(words, 100));
    assertNotEquals(0, status(words, 1_000));
  }

  static boolean limits() {
    return Files.isExecutable(Path.of("/usr/bin/prlimit"));
  }

  private static int status(List<String> command, int megabytes) throws Exception {
    List<String> words = new ArrayList<>(command);
    words.add(Integer.toString(megabytes));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Takes so many megabytes outside of its heap, as decoders do. */
  static final class Hungry {
    private Hungry() {}

    public static void main(String[] words) {
      List<ByteBuffer> taken = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(words[0]); i++) {
        taken.add(ByteBuffer.allocateDirect(1 << 20));
      }
    }
  }

  @Test
  void makesThePlaceOfNativeLibraries() throws Exception {
    Path jar = Files.createFile(home.resolve("m.jar"));
    List<String> words =
        new MixerInstallation(
                TestSettings.of(
                    Map.of(
                        "sightline.home", home.toString(), "sightline.mixer.jar", jar.toString())))
            .command(89_000, true);

    Path natives = home.resolve("mixer/natives");
    assertTrue(words.contains("-XX:TieredStopAtLevel=1"));
    assertTrue(Files.isDirectory(natives));
    assertTrue(words.contains("-Dorg.bytedeco.javacpp.cachedir=" + natives));
  }
}

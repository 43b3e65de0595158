package io.sightline.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.recording.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mixer's command line names places of the installation only. */
class MixerCommandTest {
  @TempDir private Path home;

  @Test
  void keepsNativeLibrariesBelowHome() {
    Path natives = home.resolve("mixer/natives");
    List<String> words =
        new MixerCommand(Path.of("/jdk/bin/java"), Path.of("/m.jar"), natives, 384, false, false)
            .words();

    assertTrue(words.contains("-Dorg.bytedeco.javacpp.cachedir=" + natives));
    assertEquals(List.of("-jar", "/m.jar"), words.subList(words.size() - 2, words.size()));
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

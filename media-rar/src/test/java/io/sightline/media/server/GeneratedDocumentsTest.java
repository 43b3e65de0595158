package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sightline.media.management.MediaCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Keeps docs/counters.md and docs/configuration-media.md what the code says. {@code
 * -Dsightline.docs.write=true} writes them anew.
 */
class GeneratedDocumentsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final String ORIGIN =
      """
      <!-- Made from %s. Write it anew with
           mvn -pl media-rar -am test -Dtest=GeneratedDocumentsTest \
      -Dsurefire.failIfNoSpecifiedTests=false -Dsightline.docs.write=true -->
      """;

  @Test
  void countersAreDocumented() throws IOException {
    StringBuilder text = new StringBuilder("# Counters of the media plane\n\n");
    text.append(ORIGIN.formatted(MediaCounter.class.getName())).append('\n');
    text.append(
        """
        Since the media server's start. Names are the keys of the attributes `Counters` and
        `PacketsDroppedByReason` of the MXBean `io.sightline:type=MediaServer`; labels are for people. A
        discarded packet is counted under exactly one name that begins with `DROPPED_`.

        | counter | label | what is counted |
        | --- | --- | --- |
        """);
    for (MediaCounter counter : MediaCounter.values()) {
      row(text, "`" + counter + "`", counter.label(), counter.description());
    }
    compare("counters.md", text.toString());
  }

  @Test
  void settingsAreDocumented() throws IOException {
    StringBuilder text = new StringBuilder("# Configuration of the media plane\n\n");
    text.append(ORIGIN.formatted(MediaSetting.class.getName())).append('\n');
    text.append(
        """
        Read once, at the resource adapter's start, from system properties of the server's JVM, then from the
        environment under the second name. A value that cannot be read stops the adapter's start, naming the
        key and the remedy. Everything else is in [configuration.md](configuration.md).

        | key, name in the environment | value | default | what it does, and why so |
        | --- | --- | --- | --- |
        """);
    for (MediaSetting setting : MediaSetting.values()) {
      String names = "`" + setting.key() + "` `" + setting.environmentName() + "`";
      String value = setting.defaultText().isEmpty() ? "none" : "`" + setting.defaultText() + "`";
      row(text, names, setting.value(), value, setting.description());
    }
    compare("configuration-media.md", text.toString());
  }

  private static void row(StringBuilder text, String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static void compare(String name, String expected) throws IOException {
    Path file = DOCS.resolve(name);
    if (Boolean.getBoolean("sightline.docs.write")) {
      Files.writeString(file, expected);
    }
    assertEquals(
        expected,
        Files.exists(file) ? Files.readString(file) : "",
        "docs/" + name + " is stale: run this test with -Dsightline.docs.write=true");
  }
}

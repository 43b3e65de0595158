package io.sightline.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code docs/configuration.md} what the settings say. {@code -Dsightline.docs.write=true}
 * writes it anew.
 */
class ConfigurationDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

  private static final String HEAD =
      """
      # Configuration

      <!-- Made from io.sightline.configuration.Setting. Write it anew with
           mvn -pl ejb -am test -Dtest=ConfigurationDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dsightline.docs.write=true -->

      Every key can be given as a system property of the server or in the environment under the second name (the rule is
      MicroProfile Config's); on Open Liberty also as a `<variable>` in `config/local.xml`. A value that cannot be read stops
      the server's start or the request that needs it, naming the key. A change takes effect with the next start.

      What the media server reads (ports, addresses, limits of the packet path) is in
      [configuration-media.md](configuration-media.md). The ports of HTTP and HTTPS are the container's: `SIGHTLINE_HTTP_PORT`
      (9080) and `SIGHTLINE_HTTPS_PORT` (9443) on Open Liberty. What a tenant's administrator sets (recording mode and media,
      validity of links) is data, under *Settings* on the agent's page or `PATCH /api/tenants/{id}/settings`.

      | key, name in the environment | value | default | what it does, and why so |
      | --- | --- | --- | --- |
      """;

  @Test
  void documentIsWhatTheSettingsSay() throws IOException {
    String expected =
        HEAD
            + Arrays.stream(Setting.values())
                .sorted(Comparator.comparing(Setting::key))
                .map(ConfigurationDocumentTest::row)
                .collect(Collectors.joining());
    if (Boolean.getBoolean("sightline.docs.write")) {
      Files.writeString(DOCUMENT, expected);
    }
    assertEquals(
        expected,
        Files.readString(DOCUMENT),
        "docs/configuration.md is stale: run this test with -Dsightline.docs.write=true");
  }

  private static String row(Setting setting) {
    return "| `%s` `%s` | %s | %s | %s |%n"
        .formatted(
            setting.key(),
            setting.environmentName(),
            setting.kind().label(),
            setting.literalDefault() == null || setting.literalDefault().isEmpty()
                ? setting.defaultInWords()
                : "`" + setting.literalDefault() + "`",
            setting.reason())
        .replace(System.lineSeparator(), "\n");
  }

  @Test
  void keysAreKebabCaseUnderOneName() {
    for (Setting setting : Setting.values()) {
      assertTrue(
          setting.key().matches("sightline(\\.[a-z]+(-[a-z]+)*)+"), () -> "key " + setting.key());
    }
  }
}

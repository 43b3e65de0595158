package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaConfigurationTest {
  @Test
  void defaultsHoldWithoutAnySetting() {
    MediaConfiguration configuration = MediaConfiguration.from(key -> null);
    assertEquals(55_000, configuration.udpPort());
    assertTrue(configuration.bindAddress().isAnyLocalAddress());
    assertEquals(30, configuration.consentSeconds());
  }

  @Test
  void theStoreFollowsTheHome() {
    Map<String, String> settings = Map.of("sightline.home", "/srv/sightline");
    assertEquals(
        Path.of("/srv/sightline/recordings"), MediaConfiguration.from(settings::get).store());
  }

  @ParameterizedTest
  @CsvSource({
    "sightline.media.udp-port, 65536",
    "sightline.media.udp-port, many",
    "sightline.media.bind-address, example.org",
    "sightline.media.announced-addresses, '10.0.0.1,media.example.org'",
    "sightline.media.announced-addresses, 999.1.1.1",
    "sightline.recording.ring-bytes, 1",
  })
  void badValuesNameTheKey(String key, String value) {
    IllegalArgumentException thrown =
        assertThrows(
            MediaConfiguration.BadSettingException.class,
            () -> MediaConfiguration.from(Map.of(key, value)::get));
    assertTrue(thrown.getMessage().contains(key), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("give"), thrown.getMessage());
  }
}

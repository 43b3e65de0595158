package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
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

  @Test
  void rangesAndServersAreRead() {
    MediaConfiguration configuration =
        MediaConfiguration.from(
            Map.of(
                    "sightline.media.udp-ports", "55000-65535",
                    "sightline.media.stun-servers", "stun.example.org, [2001:db8::1]:5349")
                ::get);
    assertEquals(55_000, configuration.firstPort());
    assertEquals(65_535, configuration.lastPort());
    assertEquals(
        List.of(
            new MediaConfiguration.StunServer("stun.example.org", 3478),
            new MediaConfiguration.StunServer("2001:db8::1", 5349)),
        configuration.stunServers());
  }

  @ParameterizedTest
  @CsvSource({
    "sightline.media.udp-port, 65536",
    "sightline.media.udp-port, many",
    "sightline.media.bind-address, example.org",
    "sightline.media.announced-addresses, '10.0.0.1,media.example.org'",
    "sightline.media.announced-addresses, 999.1.1.1",
    "sightline.media.udp-ports, 55000",
    "sightline.media.udp-ports, 55010-55000",
    "sightline.media.udp-ports, 80-90",
    "sightline.media.udp-ports, 60000-65536",
    "sightline.media.stun-servers, 'stun.example.org:0'",
    "sightline.media.stun-servers, 'stun.example.org:70000'",
    "sightline.media.stun-servers, 'https://stun.example.org'",
    "sightline.media.stun-servers, 'a.example.org,,b.example.org'",
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

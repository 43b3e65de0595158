package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.configuration.Settings;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IceServersTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  @TempDir Path directory;

  private static IceServers servers(Map<String, String> settings) {
    return new IceServers(
        new Settings(key -> Optional.ofNullable(settings.get(key))),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private Path secret(String text) throws Exception {
    return Files.writeString(directory.resolve("turn-secret"), text);
  }

  @Test
  void aSessionGetsCredentialsThatTheRelayCanCheck() throws Exception {
    IceServers servers =
        servers(
            Map.of(
                "sightline.ice-servers", "[{\"urls\":\"stun:stun.example\"}]",
                "sightline.turn.urls", "turn:relay.example, turns:relay.example:443?transport=tcp",
                "sightline.turn.secret-file", secret("north\n").toString(),
                "sightline.turn.validity", "PT1H"));

    JsonObject relay = servers.forOneSession().getJsonObject(1);

    String[] name = relay.getString("username").split(":");
    assertEquals(NOW.getEpochSecond() + 3600, Long.parseLong(name[0]));
    assertEquals(
        IceServers.password(relay.getString("username"), "north".getBytes(StandardCharsets.UTF_8)),
        relay.getString("credential"));
    assertEquals(2, relay.getJsonArray("urls").size());
    assertNotEquals(
        relay.getString("username"),
        servers.forOneSession().getJsonObject(1).getString("username"));
  }

  /** By openssl dgst -sha1 -hmac north -binary | base64. */
  @Test
  void thePasswordIsThatOfTheDraft() {
    assertEquals(
        "OUs53gxoAiaV38lXYxfJ91woma0=",
        IceServers.password("1795219200:abc", "north".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void withoutRelaysThereAreNone() {
    assertEquals(0, servers(Map.of()).forOneSession().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"relay.example", "https://relay.example", "turn:a b", "turn:x?transport=sctp"})
  void anAddressThatIsNoneIsRefusedAtTheStart(String url) throws Exception {
    IceServers servers =
        servers(
            Map.of(
                "sightline.turn.urls",
                url,
                "sightline.turn.secret-file",
                secret("north").toString()));
    assertSays("sightline.turn.urls", servers);
  }

  @Test
  void aMissingOrEmptySecretIsRefusedAtTheStart() throws Exception {
    assertSays(
        "sightline.turn.secret-file", servers(Map.of("sightline.turn.urls", "turn:relay.example")));
    assertSays(
        "sightline.turn.secret-file",
        servers(
            Map.of(
                "sightline.turn.urls",
                "turn:relay.example",
                "sightline.turn.secret-file",
                secret(" \n").toString())));
  }

  @Test
  void aBrokenListIsRefusedAtTheStart() {
    assertSays("sightline.ice-servers", servers(Map.of("sightline.ice-servers", "{}")));
  }

  private static void assertSays(String key, IceServers servers) {
    var refused = assertThrows(IllegalArgumentException.class, servers::check);
    assertTrue(refused.getMessage().contains(key), refused.getMessage());
  }
}

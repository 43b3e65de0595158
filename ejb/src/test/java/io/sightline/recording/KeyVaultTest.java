package io.sightline.recording;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyVaultTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @TempDir private Path keys;
  private final Map<String, String> rows = new HashMap<>();

  private final TenantKeys tenants =
      new TenantKeys() {
        @Override
        public String find(String tenantId) {
          return rows.get(tenantId);
        }

        @Override
        public void add(String tenantId, String wrappedKey) {
          rows.put(tenantId, wrappedKey);
        }
      };

  private static Recording recording(String tenant, String wrapped) {
    return new Recording(
        UUID.randomUUID(),
        tenant,
        UUID.randomUUID(),
        "video",
        "audio",
        "d",
        wrapped,
        "u",
        "n",
        NOW);
  }

  @Test
  void givesTheSameKeyAfterARestart() {
    KeyVault.NewKey fresh = new KeyVault(tenants, keys).freshKey("demo");

    KeyVault restarted = new KeyVault(tenants, keys);
    Recording recording = recording("demo", fresh.wrapped());

    assertEquals(32, fresh.key().length);
    assertArrayEquals(fresh.key(), restarted.captureKey(recording));
    assertFalse(Arrays.equals(fresh.key(), restarted.renditionKey(recording)));
    assertFalse(fresh.toString().contains(fresh.wrapped()));
  }

  @Test
  void keepsTheInstallationKeyToItsOwner() throws Exception {
    new KeyVault(tenants, keys.resolve("below"));

    Path file = keys.resolve("below").resolve("recordings.key");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(32, Files.size(file));
  }

  @Test
  void opensNothingWithAnotherTenantsOrInstallationsKey() {
    KeyVault vault = new KeyVault(tenants, keys);
    KeyVault.NewKey fresh = vault.freshKey("one");
    vault.freshKey("two");

    assertThrows(
        IllegalStateException.class, () -> vault.captureKey(recording("two", fresh.wrapped())));
    KeyVault elsewhere = new KeyVault(tenants, keys.resolve("elsewhere"));
    assertThrows(
        IllegalStateException.class, () -> elsewhere.captureKey(recording("one", fresh.wrapped())));
  }

  @Test
  void passesPlayOneRecordingForTenMinutes() {
    KeyVault vault = new KeyVault(tenants, keys);
    UUID id = UUID.randomUUID();
    String pass = passes(vault, NOW).issue("demo", id);

    Instant end = NOW.plus(PlaybackPass.VALIDITY);
    assertEquals(Optional.of("demo"), passes(vault, end.minusSeconds(1)).verify(pass, id));
    assertEquals(Optional.empty(), passes(vault, end).verify(pass, id));
    assertEquals(Optional.empty(), passes(vault, NOW).verify(pass, UUID.randomUUID()));
    assertEquals(Optional.empty(), passes(vault, NOW).verify(pass.replace("demo", "other"), id));
    for (String bad : new String[] {null, "", "a.b.c", "1.demo", pass + "x", "9".repeat(400)}) {
      assertEquals(Optional.empty(), passes(vault, NOW).verify(bad, id));
    }
    assertTrue(PlaybackPass.VALIDITY.compareTo(Duration.ofMinutes(10)) <= 0);
  }

  private static PlaybackPass passes(KeyVault vault, Instant at) {
    return new PlaybackPass(vault, Clock.fixed(at, ZoneOffset.UTC));
  }
}

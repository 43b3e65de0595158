package io.sightline.recording;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportKeysTest {
  @TempDir private Path keys;

  @Test
  void opensWithTheInstallationsKeyAndBelongsToOneTenant() throws Exception {
    RecordingFixture fixture = new RecordingFixture(event -> {});
    try (TestDatabase database = fixture.database) {
      KeyVault.NewKey fresh = TestSettings.vault(database, keys).freshKey("demo");
      UUID id = fixture.begin(UUID.randomUUID(), fresh.wrapped());
      ExportKeys export = new ExportKeys(database.entities(), new TenantKeys(database.entities()));

      ExportKeys.Wrapped wrapped = database.inNew(() -> export.of("demo", id)).orElseThrow();

      byte[] installation = Files.readAllBytes(keys.resolve("recordings.key"));
      byte[] tenantKey = KeyWrap.unwrap(wrapped.tenantKey(), installation);
      assertArrayEquals(fresh.key(), KeyWrap.unwrap(wrapped.recordingKey(), tenantKey));
      assertEquals(fixture.find(id).directory(), wrapped.directory());
      assertFalse(wrapped.toString().contains(wrapped.recordingKey()));
      assertEquals(Optional.empty(), database.inNew(() -> export.of("another", id)));
      assertEquals(Optional.empty(), database.inNew(() -> export.of("demo", UUID.randomUUID())));
    }
  }
}

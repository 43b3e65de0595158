package io.sightline.recording;

import io.sightline.configuration.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Settings of an installation in a directory of the test's. */
public final class TestSettings {
  private TestSettings() {}

  public static RecordingSettings of(Path home) {
    return of(Map.of("sightline.home", home.toString()));
  }

  public static RecordingSettings of(Map<String, String> values) {
    return new RecordingSettings(
        new Settings(key -> Optional.ofNullable(values.get(key))),
        key -> Optional.ofNullable(values.get(key)));
  }

  public static RecordingStore store(Path root) {
    return new RecordingStore(root);
  }

  public static KeyVault vault(TestDatabase database, Path keys) {
    return new KeyVault(
        new TenantKeys(database.entities()) {
          @Override
          public String find(String tenantId) {
            return database.inNew(() -> super.find(tenantId));
          }

          @Override
          public void add(String tenantId, String wrappedKey) {
            database.run(() -> super.add(tenantId, wrappedKey));
          }
        },
        keys);
  }

  public static Playable playable(
      TestDatabase database, KeyVault vault, RecordingStore store, UUID id, String wanted) {
    RecordingPlayback playback = new RecordingPlayback(database.entities(), vault, store);
    return database.inNew(() -> playback.find("demo", id, wanted).orElseThrow());
  }
}

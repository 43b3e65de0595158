package io.sightline.recording;

import io.sightline.configuration.Setting;
import io.sightline.configuration.SettingSource;
import io.sightline.configuration.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/** The settings of recordings and their composition as values; {@link Setting} explains each. */
@ApplicationScoped
public class RecordingSettings {
  private Settings common;
  private SettingSource source;

  /** For the container. */
  public RecordingSettings() {}

  @Inject
  RecordingSettings(Settings common, Config config) {
    this(common, key -> config.getOptionalValue(key, String.class));
  }

  /** Settings from elsewhere than the container, such as a test. */
  public RecordingSettings(Settings common, Function<String, Optional<String>> source) {
    this.common = common;
    this.source = new SettingSource(source);
  }

  public Path home() {
    return common.home().normalize();
  }

  public Path store() {
    return source.path(Setting.RECORDING_STORE).orElseGet(() -> home().resolve("recordings"));
  }

  public String node() {
    return source.text(Setting.NODE);
  }

  public Duration sealTimeout() {
    return source.duration(Setting.RECORDING_SEAL_TIMEOUT);
  }

  public Duration sweepInterval() {
    return source.duration(Setting.COMPOSITION_SWEEP_INTERVAL);
  }

  /** Local times such as {@code 22:00-05:00}; nothing means always. */
  public Optional<String> mixingWindow() {
    return source.given(Setting.COMPOSITION_WINDOW);
  }

  public int mixers() {
    return source.number(Setting.COMPOSITION_MIXERS, 1, 16);
  }

  /** Recordings that are copied while they run. */
  public int followed() {
    return source.number(Setting.COMPOSITION_FOLLOWED, 0, 500);
  }

  /** Home of the JDK that runs the mixer. */
  public Path mixerJava() {
    return source
        .path(Setting.MIXER_JAVA)
        .orElseGet(() -> Path.of(System.getProperty("java.home")));
  }

  public Optional<Path> mixerJar() {
    return source.path(Setting.MIXER_JAR);
  }

  public int mixerHeapMegabytes() {
    return source.number(Setting.MIXER_HEAP, 64, 65_536);
  }

  public int mixerNativeMegabytes() {
    return source.number(Setting.MIXER_NATIVE, 512, 65_536);
  }
}

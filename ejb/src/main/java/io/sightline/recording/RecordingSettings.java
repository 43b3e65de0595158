package io.sightline.recording;

import io.sightline.configuration.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/** Configuration of recordings and their composition; every key with its default. */
@ApplicationScoped
public class RecordingSettings {
  private Settings common;
  private Function<String, Optional<String>> source;

  /** For the container. */
  public RecordingSettings() {}

  @Inject
  RecordingSettings(Settings common, Config config) {
    this(common, key -> config.getOptionalValue(key, String.class));
  }

  /** Settings from elsewhere than the container, such as a test. */
  public RecordingSettings(Settings common, Function<String, Optional<String>> source) {
    this.common = common;
    this.source = source;
  }

  /** {@code sightline.home}: where everything lies by default. */
  public Path home() {
    return common.home().normalize();
  }

  /** {@code sightline.recording.store}: root of all recordings; {@code ${home}/recordings}. */
  public Path store() {
    return find("sightline.recording.store")
        .map(path -> Path.of(path).toAbsolutePath().normalize())
        .orElseGet(() -> home().resolve("recordings"));
  }

  /** {@code sightline.node}: this server among those that share a database; {@code local}. */
  public String node() {
    return text("sightline.node", "local");
  }

  /** {@code sightline.recording.seal-timeout}: a stopped capture is recovered after that. */
  public Duration sealTimeout() {
    return duration("sightline.recording.seal-timeout", Duration.ofSeconds(60));
  }

  /** {@code sightline.composition.sweep-interval}: how often due and stale jobs are looked for. */
  public Duration sweepInterval() {
    return duration("sightline.composition.sweep-interval", Duration.ofSeconds(15));
  }

  /** {@code sightline.composition.window}: local times {@code 22:00-05:00} for mixing; always. */
  public Optional<String> mixingWindow() {
    return find("sightline.composition.window");
  }

  /** {@code sightline.composition.mixers}: mixer programs at a time, 1 to 16; 1. */
  public int mixers() {
    return Math.max(1, Math.min(16, Integer.parseInt(text("sightline.composition.mixers", "1"))));
  }

  /** {@code sightline.mixer.java}: home of the JDK that runs the mixer; the server's own. */
  public Path mixerJava() {
    return Path.of(text("sightline.mixer.java", System.getProperty("java.home")));
  }

  /** {@code sightline.mixer.jar}: another mixer than the one that comes along. */
  public Optional<Path> mixerJar() {
    return find("sightline.mixer.jar").map(Path::of);
  }

  /** {@code sightline.mixer.heap-mb}: the mixer's heap in MB, at least 64; 384. */
  public int mixerHeapMegabytes() {
    return Math.max(64, Integer.parseInt(text("sightline.mixer.heap-mb", "384")));
  }

  private String text(String key, String otherwise) {
    return find(key).orElse(otherwise);
  }

  private Optional<String> find(String key) {
    return source.apply(key).map(String::strip).filter(value -> !value.isEmpty());
  }

  private Duration duration(String key, Duration otherwise) {
    return find(key).map(Duration::parse).orElse(otherwise);
  }
}

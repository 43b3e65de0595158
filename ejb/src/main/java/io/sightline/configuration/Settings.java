package io.sightline.configuration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/** The settings of the application, by the names under which an installation gives them. */
@ApplicationScoped
public class Settings {
  private Function<String, Optional<String>> source;

  protected Settings() {
    // for the container's client proxy
  }

  @Inject
  public Settings(Config config) {
    this(name -> config.getOptionalValue(name, String.class));
  }

  public Settings(Function<String, Optional<String>> source) {
    this.source = source;
  }

  /** {@code sightline.home}: keys, recordings and the embedded database live below it. */
  public Path home() {
    return Path.of(text("sightline.home", "sightline-home")).toAbsolutePath();
  }

  /**
   * {@code sightline.public-url}: scheme, host and port by which people reach the server; links
   * begin with it. Without it links begin with the address by which the agent came.
   */
  public Optional<URI> publicUrl() {
    return source
        .apply("sightline.public-url")
        .filter(value -> !value.isBlank())
        .map(value -> URI.create(value.strip().replaceAll("/+$", "")));
  }

  /** {@code sightline.link.validity}, ISO 8601: how long a new link admits; PT30M. */
  public Duration linkValidity() {
    return Duration.parse(text("sightline.link.validity", "PT30M"));
  }

  /**
   * {@code sightline.sweep.interval}, ISO 8601: how often expired links are swept; PT15S. Nothing
   * punctual depends on it, since expiry is compared at use as well.
   */
  public Duration sweepInterval() {
    return Duration.parse(text("sightline.sweep.interval", "PT15S"));
  }

  /** {@code sightline.call.abandoned-after}: an open call with nobody in it is closed; PT12H. */
  public Duration abandonedAfter() {
    return Duration.parse(text("sightline.call.abandoned-after", "PT12H"));
  }

  /**
   * {@code sightline.signaling.grace}: how long a participant whose socket broke stays joined;
   * PT10S, long enough for a change of network.
   */
  public Duration grace() {
    return Duration.parse(text("sightline.signaling.grace", "PT10S"));
  }

  /** {@code sightline.signaling.idle}: a socket silent for so long is closed with 4004; PT90S. */
  public Duration idle() {
    return Duration.parse(text("sightline.signaling.idle", "PT90S"));
  }

  /**
   * {@code sightline.signaling.messages-per-second}: what a socket may send in the long run; 50,
   * with a burst of four seconds' worth.
   */
  public int messagesPerSecond() {
    return Integer.parseInt(text("sightline.signaling.messages-per-second", "50"));
  }

  /**
   * {@code sightline.ice-servers}: a JSON array of RTCIceServer for direct media; empty by default,
   * which suffices on one network.
   */
  public String iceServers() {
    return text("sightline.ice-servers", "[]");
  }

  /** {@code sightline.identity.tenant}: the tenant of all users of the container's registry. */
  public String identityTenant() {
    return text("sightline.identity.tenant", "demo");
  }

  /** {@code sightline.identity.email-domain}: e-mail addresses are login@domain. */
  public String emailDomain() {
    return text("sightline.identity.email-domain", identityTenant() + ".example");
  }

  /**
   * {@code sightline.allowed-origins}, comma list: origins besides the server's own that may open
   * the signaling socket.
   */
  public List<String> allowedOrigins() {
    return list("sightline.allowed-origins");
  }

  /** {@code sightline.frame-ancestors}, comma list: origins that may frame the pages; none. */
  public List<String> frameAncestors() {
    return list("sightline.frame-ancestors");
  }

  private List<String> list(String name) {
    return Arrays.stream(text(name, "").split(","))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private String text(String name, String fallback) {
    return source.apply(name).map(String::strip).filter(v -> !v.isEmpty()).orElse(fallback);
  }
}

package io.sightline.configuration;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** The settings of the application as values; {@link Setting} says what each is for. */
@ApplicationScoped
public class Settings {
  private static final List<String> AUDIO_CODECS = List.of("opus", "G722");
  private static final List<String> VIDEO_CODECS = List.of("VP8", "VP9", "H264", "AV1");

  /** RFC 7065 section 3.1, with a host in its plainest form. */
  private static final Pattern TURN_URL =
      Pattern.compile("turns?:[\\w.:\\[\\]-]{1,255}(\\?transport=(udp|tcp))?");

  private SettingSource source;

  protected Settings() {
    // for the container's client proxy
  }

  @Inject
  public Settings(Config config) {
    this(name -> config.getOptionalValue(name, String.class));
  }

  public Settings(Function<String, Optional<String>> source) {
    this.source = new SettingSource(source);
  }

  /** Refuses at the start what would else be found out in the first call. */
  @PostConstruct
  void check() {
    audioCodecs();
    videoCodecs();
  }

  public Path home() {
    return Path.of(source.text(Setting.HOME)).toAbsolutePath();
  }

  /** Without a slash at the end. */
  public Optional<URI> publicUrl() {
    return source.given(Setting.PUBLIC_URL).map(value -> URI.create(value.replaceAll("/+$", "")));
  }

  public Duration linkValidity() {
    return source.duration(Setting.LINK_VALIDITY);
  }

  public Duration sweepInterval() {
    return source.duration(Setting.SWEEP_INTERVAL);
  }

  public Duration abandonedAfter() {
    return source.duration(Setting.CALL_ABANDONED_AFTER);
  }

  public Duration grace() {
    return source.duration(Setting.SIGNALING_GRACE);
  }

  /** How long a change of the media path may take before it is begun again. */
  public Duration mediaPatience() {
    return source.duration(Setting.SIGNALING_MEDIA_PATIENCE);
  }

  public Duration idle() {
    return source.duration(Setting.SIGNALING_IDLE);
  }

  /** Unanswered calls of visitors that a tenant may have. */
  public int waitingCalls() {
    return source.number(Setting.QUEUE_WAITING_CALLS, 1, 10_000);
  }

  /** Calls by entry points from one address within five minutes. */
  public int callsPerAddress() {
    return source.number(Setting.QUEUE_CALLS_PER_ADDRESS, 1, 10_000);
  }

  /** Whether the pages of the demonstration are served. */
  public boolean demonstration() {
    return "on".equalsIgnoreCase(source.text(Setting.DEMONSTRATION));
  }

  public int messagesPerSecond() {
    return source.number(Setting.SIGNALING_RATE, 1, 10_000);
  }

  /**
   * An array of RTCIceServer.
   *
   * @throws IllegalArgumentException when it is none
   */
  public JsonArray iceServers() {
    String text = source.text(Setting.ICE_SERVERS);
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readArray();
    } catch (JsonException broken) {
      throw new IllegalArgumentException(
          Setting.ICE_SERVERS.key() + " has to be a JSON array of RTCIceServer", broken);
    }
  }

  /**
   * Relays that share a secret with this installation.
   *
   * @param urls of RFC 7065, such as {@code turns:relay.example:443?transport=tcp}
   * @param validity of a session's name and password
   */
  public record Relay(List<String> urls, Path secretFile, Duration validity) {}

  /**
   * The relays, if there are any.
   *
   * @throws IllegalArgumentException for addresses that are none and when the secret is missing
   */
  public Optional<Relay> relay() {
    List<String> urls = source.list(Setting.TURN_URLS);
    if (urls.isEmpty()) {
      return Optional.empty();
    }
    for (String url : urls) {
      if (!TURN_URL.matcher(url).matches()) {
        throw new IllegalArgumentException(
            Setting.TURN_URLS.key()
                + " has to hold addresses such as turns:relay.example:443?transport=tcp: "
                + url);
      }
    }
    Path secret =
        source
            .path(Setting.TURN_SECRET_FILE)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        Setting.TURN_SECRET_FILE.key()
                            + " has to name the file of the relay's secret when "
                            + Setting.TURN_URLS.key()
                            + " is given"));
    return Optional.of(new Relay(urls, secret, source.duration(Setting.TURN_VALIDITY)));
  }

  public String identityTenant() {
    return source.text(Setting.IDENTITY_TENANT);
  }

  public String emailDomain() {
    return source.given(Setting.IDENTITY_EMAIL_DOMAIN).orElse(identityTenant() + ".example");
  }

  public List<String> allowedOrigins() {
    return source.list(Setting.ALLOWED_ORIGINS);
  }

  public List<String> frameAncestors() {
    return source.list(Setting.FRAME_ANCESTORS);
  }

  /** Encoding names in the order of preference; others are not used. */
  public List<String> audioCodecs() {
    return source.list(Setting.AUDIO_CODECS, AUDIO_CODECS);
  }

  /** Encoding names in the order of preference; others are not used. */
  public List<String> videoCodecs() {
    return source.list(Setting.VIDEO_CODECS, VIDEO_CODECS);
  }

  /** Hosts, hosts below {@code *.}, or origins that rings may be sent to. */
  public List<String> pushServices() {
    return source.list(Setting.PUSH_SERVICES);
  }

  /** Whom push services write to, as a URI. */
  public String pushContact() {
    return source.text(Setting.PUSH_CONTACT);
  }

  /** Bytes that a tenant's files may take together. */
  public long attachmentQuota() {
    return source.number(Setting.ATTACHMENT_QUOTA, 1, 100_000_000) * 1024L * 1024L;
  }

  /** How many recordings may be being sent at a time. */
  public int players() {
    return source.number(Setting.PLAYBACK_PLAYERS, 1, 100_000);
  }

  /** How long a player may take nothing. */
  public Duration playerIdle() {
    return source.duration(Setting.PLAYBACK_IDLE);
  }
}

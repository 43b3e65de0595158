package io.sightline.media.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The settings of the media plane. Each key is read as a system property, then as an environment
 * variable in the MicroProfile Config spelling ({@code SIGHTLINE_MEDIA_UDP_PORT}).
 *
 * @param udpPort {@code sightline.media.udp-port}, 0 to 65535, default 55000: one port is what
 *     firewalls like best; 0 takes any free one, for tests
 * @param bindAddress {@code sightline.media.bind-address}, an IP literal, default 0.0.0.0: all
 *     interfaces, IPv6 included
 * @param announcedAddresses {@code sightline.media.announced-addresses}, IP literals joined by
 *     commas, default empty: all interfaces' addresses; to be set behind NAT or in a container
 * @param store {@code sightline.recording.store}, directory of recordings, default {@code
 *     recordings} in {@code sightline.home}, which itself defaults to {@code .sightline} in the
 *     user's home directory
 * @param maxEndpoints {@code sightline.media.max-endpoints}, 1 to 100000, default 1000: refuses new
 *     endpoints before admitted ones suffer
 * @param maxSsrcsPerEndpoint {@code sightline.media.max-ssrcs}, 4 to 1024, default 64: a browser
 *     with camera, screen and their retransmissions needs 8 or so
 * @param maxHandshakes {@code sightline.media.max-handshakes}, 1 to 256, default 8: DTLS handshakes
 *     at the same time; each holds a thread while it lasts
 * @param handshakeSeconds {@code sightline.media.handshake-seconds}, 1 to 120, default 15: time for
 *     one DTLS handshake; browsers give up after some 30 s
 * @param earlyPackets {@code sightline.media.early-packets}, 0 to 1024, default 64: SRTP packets
 *     held per endpoint until keys are in, enough for a first key frame
 * @param consentSeconds {@code sightline.media.consent-seconds}, 5 to 300, default 30: RFC 7675
 *     section 5.1; media to a silent peer stops after it
 * @param ringBytes {@code sightline.recording.ring-bytes}, 65536 to 1073741824, default 8388608:
 *     bytes between media thread and disk per recording; 8 MiB hold some 10 s of two HD senders
 * @param forceMillis {@code sightline.recording.force-millis}, 10 to 1000, default 500: how often
 *     written media is forced to disk; at most a second may be lost by a kill
 * @param maxRecordings {@code sightline.recording.max-running}, 1 to 10000, default 200: rings are
 *     preallocated, this bounds their memory
 * @param eventQueue {@code sightline.media.event-queue}, 16 to 1000000, default 10000: events that
 *     wait for the application
 */
public record MediaConfiguration(
    int udpPort,
    InetAddress bindAddress,
    List<InetAddress> announcedAddresses,
    Path store,
    int maxEndpoints,
    int maxSsrcsPerEndpoint,
    int maxHandshakes,
    int handshakeSeconds,
    int earlyPackets,
    int consentSeconds,
    int ringBytes,
    int forceMillis,
    int maxRecordings,
    int eventQueue) {

  public MediaConfiguration {
    announcedAddresses = List.copyOf(announcedAddresses);
  }

  /** A value that cannot be used; the message names the key and the remedy. */
  public static final class BadSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BadSettingException(String key, String value, String remedy) {
      super(key + "=" + value + " cannot be used: " + remedy);
    }
  }

  /**
   * Reads system properties and the environment.
   *
   * @throws BadSettingException on the first value that cannot be used
   */
  public static MediaConfiguration load() {
    return from(
        key -> {
          String property = System.getProperty(key);
          return property != null ? property : System.getenv(environmentName(key));
        });
  }

  /**
   * Reads from any source of strings.
   *
   * @param source answers the value of a key, or null
   * @throws BadSettingException on the first value that cannot be used
   */
  public static MediaConfiguration from(UnaryOperator<String> source) {
    Reader reader = new Reader(source);
    Path home = reader.path("sightline.home", defaultHome());
    return new MediaConfiguration(
        reader.integer("sightline.media.udp-port", 55000, 0, 65535),
        reader.address("sightline.media.bind-address", "0.0.0.0"),
        reader.addresses("sightline.media.announced-addresses"),
        reader.path("sightline.recording.store", home.resolve("recordings")),
        reader.integer("sightline.media.max-endpoints", 1000, 1, 100_000),
        reader.integer("sightline.media.max-ssrcs", 64, 4, 1024),
        reader.integer("sightline.media.max-handshakes", 8, 1, 256),
        reader.integer("sightline.media.handshake-seconds", 15, 1, 120),
        reader.integer("sightline.media.early-packets", 64, 0, 1024),
        reader.integer("sightline.media.consent-seconds", 30, 5, 300),
        reader.integer("sightline.recording.ring-bytes", 8 << 20, 1 << 16, 1 << 30),
        reader.integer("sightline.recording.force-millis", 500, 10, 1000),
        reader.integer("sightline.recording.max-running", 200, 1, 10_000),
        reader.integer("sightline.media.event-queue", 10_000, 16, 1_000_000));
  }

  private static Path defaultHome() {
    return Path.of(System.getProperty("user.home"), ".sightline");
  }

  private static String environmentName(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private record Reader(UnaryOperator<String> source) {

    private String text(String key) {
      String value = source.apply(key);
      return value == null || value.isBlank() ? null : value.trim();
    }

    int integer(String key, int defaultValue, int min, int max) {
      String value = text(key);
      if (value == null) {
        return defaultValue;
      }
      String remedy = "give a whole number from " + min + " to " + max;
      try {
        int number = Integer.parseInt(value);
        if (number < min || number > max) {
          throw new BadSettingException(key, value, remedy);
        }
        return number;
      } catch (NumberFormatException e) {
        throw new BadSettingException(key, value, remedy);
      }
    }

    Path path(String key, Path defaultValue) {
      String value = text(key);
      if (value == null) {
        return defaultValue;
      }
      try {
        return Path.of(value).toAbsolutePath().normalize();
      } catch (InvalidPathException e) {
        throw new BadSettingException(key, value, "give a directory of this machine");
      }
    }

    InetAddress address(String key, String defaultValue) {
      String value = text(key);
      return literal(key, value == null ? defaultValue : value);
    }

    List<InetAddress> addresses(String key) {
      String value = text(key);
      List<InetAddress> result = new ArrayList<>();
      if (value != null) {
        for (String part : value.split(",")) {
          result.add(literal(key, part.trim()));
        }
      }
      return result;
    }

    /** Names are refused: no look-up may happen on behalf of a setting. */
    private static InetAddress literal(String key, String value) {
      String remedy = "give IP addresses such as 192.0.2.1 or 2001:db8::1, no names";
      boolean v4 = value.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
      boolean v6 = value.indexOf(':') >= 0 && value.matches("[0-9A-Fa-f:.]+");
      if (!v4 && !v6) {
        throw new BadSettingException(key, value, remedy);
      }
      try {
        return InetAddress.getByName(value);
      } catch (UnknownHostException e) {
        throw new BadSettingException(key, value, remedy);
      }
    }
  }
}

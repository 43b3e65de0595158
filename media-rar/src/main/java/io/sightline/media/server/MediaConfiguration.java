package io.sightline.media.server;

import io.sightline.media.recorder.RecorderOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of the media plane. Each {@link MediaSetting} is read as a system property, then as
 * an environment variable in the MicroProfile Config spelling ({@code SIGHTLINE_MEDIA_UDP_PORT}).
 */
public record MediaConfiguration(
    int udpPort,
    int firstPort,
    int lastPort,
    int threads,
    Backing transport,
    Backing cipher,
    int gatherMicros,
    int realtimePriority,
    InetAddress bindAddress,
    List<InetAddress> announcedAddresses,
    List<StunServer> stunServers,
    Path store,
    int maxEndpoints,
    int maxLoadPercent,
    int maxSsrcsPerEndpoint,
    int maxHandshakes,
    int handshakeSeconds,
    int earlyPackets,
    int consentSeconds,
    int ringBytes,
    int flushMillis,
    int forceMillis,
    int forceThreads,
    Path signingKey,
    int minFreePercent,
    int minFreeMib,
    boolean audioOnlyWhenLow,
    int maxRecordings,
    int eventQueue) {

  public MediaConfiguration {
    announcedAddresses = List.copyOf(announcedAddresses);
    stunServers = List.copyOf(stunServers);
  }

  /** A STUN server by name or address. */
  public record StunServer(String host, int port) {
    private static final int STANDARD_PORT = 3478;
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
        reader.integer(MediaSetting.UDP_PORT),
        reader.ports(MediaSetting.UDP_PORTS)[0],
        reader.ports(MediaSetting.UDP_PORTS)[1],
        reader.integer(MediaSetting.THREADS),
        reader.backing(MediaSetting.TRANSPORT, "nio"),
        reader.backing(MediaSetting.CIPHER, "jce"),
        reader.integer(MediaSetting.GATHER_MICROS),
        reader.integer(MediaSetting.REALTIME_PRIORITY),
        reader.address(MediaSetting.BIND_ADDRESS),
        reader.addresses(MediaSetting.ANNOUNCED_ADDRESSES),
        reader.stunServers(MediaSetting.STUN_SERVERS),
        reader.path(MediaSetting.STORE.key(), home.resolve("recordings")),
        reader.integer(MediaSetting.MAX_ENDPOINTS),
        reader.integer(MediaSetting.MAX_LOAD_PERCENT),
        reader.integer(MediaSetting.MAX_SSRCS),
        reader.integer(MediaSetting.MAX_HANDSHAKES),
        reader.integer(MediaSetting.HANDSHAKE_SECONDS),
        reader.integer(MediaSetting.EARLY_PACKETS),
        reader.integer(MediaSetting.CONSENT_SECONDS),
        reader.integer(MediaSetting.RING_BYTES),
        reader.integer(MediaSetting.FLUSH_MILLIS),
        reader.integer(MediaSetting.FORCE_MILLIS),
        reader.integer(MediaSetting.FORCE_THREADS),
        reader.path(
            MediaSetting.SIGNING_KEY.key(), home.resolve("keys").resolve("recording-signing.pem")),
        reader.integer(MediaSetting.MIN_FREE_PERCENT),
        reader.integer(MediaSetting.MIN_FREE_MIB),
        reader.choice(MediaSetting.WHEN_LOW, "audio-only", "refuse"),
        reader.integer(MediaSetting.MAX_RECORDINGS),
        reader.integer(MediaSetting.EVENT_QUEUE));
  }

  /** What concerns the recorder. */
  RecorderOptions recorderOptions() {
    return new RecorderOptions(
        store,
        ringBytes,
        flushMillis,
        forceMillis,
        forceThreads,
        minFreePercent,
        (long) minFreeMib << 20,
        audioOnlyWhenLow);
  }

  private static Path defaultHome() {
    return Path.of(System.getProperty("user.home"), ".sightline");
  }

  private static String environmentName(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private record Reader(UnaryOperator<String> source) {
    private static final int LEAST_PORT = 1024;
    private static final int GREATEST_PORT = 65_535;
    private static final Pattern SERVER =
        Pattern.compile(
            "(?<host>[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:(?<port>[0-9]{1,5}))?");

    private String text(String key) {
      String value = source.apply(key);
      return value == null || value.isBlank() ? null : value.trim();
    }

    int integer(MediaSetting setting) {
      String value = text(setting.key());
      if (value == null) {
        return setting.defaultNumber();
      }
      String remedy = "give a whole number from " + setting.min() + " to " + setting.max();
      try {
        int number = Integer.parseInt(value);
        if (number < setting.min() || number > setting.max()) {
          throw new BadSettingException(setting.key(), value, remedy);
        }
        return number;
      } catch (NumberFormatException e) {
        throw new BadSettingException(setting.key(), value, remedy);
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

    /** True for the first word, false for the second or nothing given. */
    boolean choice(MediaSetting setting, String first, String second) {
      String value = text(setting.key());
      if (value != null && !value.equals(first) && !value.equals(second)) {
        throw new BadSettingException(setting.key(), value, "give " + first + " or " + second);
      }
      return first.equals(value);
    }

    Backing backing(MediaSetting setting, String plain) {
      String value = text(setting.key());
      if (value == null || value.equals("auto")) {
        return Backing.AUTO;
      }
      if (value.equals("native")) {
        return Backing.NATIVE;
      }
      if (value.equals(plain)) {
        return Backing.PLAIN;
      }
      throw new BadSettingException(setting.key(), value, "give auto, native or " + plain);
    }

    InetAddress address(MediaSetting setting) {
      String value = text(setting.key());
      return literal(setting.key(), value == null ? setting.defaultText() : value);
    }

    List<InetAddress> addresses(MediaSetting setting) {
      String value = text(setting.key());
      List<InetAddress> result = new ArrayList<>();
      if (value != null) {
        for (String part : value.split(",")) {
          result.add(literal(setting.key(), part.trim()));
        }
      }
      return result;
    }

    /** The first and the last, or two zeros for none. */
    int[] ports(MediaSetting setting) {
      String value = text(setting.key());
      if (value == null) {
        return new int[2];
      }
      String remedy = "give two ports of 1024 to 65535 such as 55000-65535";
      if (!value.matches("[0-9]{4,5} *- *[0-9]{4,5}")) {
        throw new BadSettingException(setting.key(), value, remedy);
      }
      String[] parts = value.split(" *- *");
      int[] ports = {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
      if (ports[0] < LEAST_PORT || ports[1] > GREATEST_PORT || ports[0] > ports[1]) {
        throw new BadSettingException(setting.key(), value, remedy);
      }
      return ports;
    }

    List<StunServer> stunServers(MediaSetting setting) {
      String value = text(setting.key());
      List<StunServer> servers = new ArrayList<>();
      if (value != null) {
        for (String part : value.split(",")) {
          servers.add(stunServer(setting.key(), part.trim()));
        }
      }
      return servers;
    }

    private static StunServer stunServer(String key, String part) {
      Matcher matcher = SERVER.matcher(part);
      if (!matcher.matches()) {
        throw new BadSettingException(
            key, part, "give names or addresses with a port, such as stun.example.org:3478");
      }
      String number = matcher.group("port");
      int port = number == null ? StunServer.STANDARD_PORT : Integer.parseInt(number);
      if (port < 1 || port > GREATEST_PORT) {
        throw new BadSettingException(key, part, "give a port of 1 to 65535");
      }
      String host = matcher.group("host");
      return new StunServer(
          host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
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

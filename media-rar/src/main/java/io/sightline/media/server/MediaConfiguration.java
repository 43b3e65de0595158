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

/**
 * The settings of the media plane. Each {@link MediaSetting} is read as a system property, then as
 * an environment variable in the MicroProfile Config spelling ({@code SIGHTLINE_MEDIA_UDP_PORT}).
 */
public record MediaConfiguration(
    int udpPort,
    int threads,
    Backing transport,
    Backing cipher,
    int gatherMicros,
    InetAddress bindAddress,
    List<InetAddress> announcedAddresses,
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
        reader.integer(MediaSetting.THREADS),
        reader.backing(MediaSetting.TRANSPORT, "nio"),
        reader.backing(MediaSetting.CIPHER, "jce"),
        reader.integer(MediaSetting.GATHER_MICROS),
        reader.address(MediaSetting.BIND_ADDRESS),
        reader.addresses(MediaSetting.ANNOUNCED_ADDRESSES),
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

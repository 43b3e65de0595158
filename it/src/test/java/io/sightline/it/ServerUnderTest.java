package io.sightline.it;

import io.sightline.testsupport.client.ApiClient;
import io.sightline.testsupport.client.PinnedTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * The server that the build has started and tells about in system properties:
 *
 * <ul>
 *   <li>{@code sightline.it.url}: scheme, host and port, such as https://localhost:9443; without it
 *       the tests of a running server are skipped
 *   <li>{@code sightline.it.passwords}: file of lines "user password"
 *   <li>{@code sightline.it.certificate}: PEM file of its certificate; without it the certificate
 *       first shown is trusted
 *   <li>{@code sightline.it.tenant}: tenant of the users, "demo" by default
 *   <li>{@code sightline.it.patience}: factor for all limits of waiting, 2 by default: a limit only
 *       tells a hang from slowness, and machines may do much else
 * </ul>
 */
final class ServerUnderTest {
  private static ServerUnderTest instance;

  private final URI url;
  private final Map<String, String> passwords;
  private final PinnedTrust trust;
  private final String tenant;

  private ServerUnderTest(URI url, Path passwords, String certificate) {
    this.url = url;
    this.tenant = System.getProperty("sightline.it.tenant", "demo");
    try {
      this.passwords = passwords(passwords);
      this.trust =
          certificate.isEmpty()
              ? PinnedTrust.onFirstUse(url)
              : PinnedTrust.of(Path.of(certificate));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A limit of waiting, in seconds on a machine that does nothing else. */
  static Duration patience(long seconds) {
    double factor = Double.parseDouble(System.getProperty("sightline.it.patience", "2"));
    return Duration.ofMillis((long) (seconds * 1000 * factor));
  }

  /** The server of this run; the calling test is skipped when there is none. */
  static synchronized ServerUnderTest get() {
    String url = System.getProperty("sightline.it.url", "");
    Assumptions.assumeFalse(url.isEmpty(), "no server: sightline.it.url is not set");
    if (instance == null) {
      instance =
          new ServerUnderTest(
              URI.create(url),
              Path.of(required("sightline.it.passwords")),
              System.getProperty("sightline.it.certificate", ""));
    }
    return instance;
  }

  /** A server that a test has started for itself. */
  static ServerUnderTest of(Product product) {
    return new ServerUnderTest(
        URI.create(product.url()), product.passwords(), product.certificate().toString());
  }

  private static String required(String property) {
    String value = System.getProperty(property, "");
    if (value.isEmpty()) {
      throw new IllegalStateException(property + " is not set");
    }
    return value;
  }

  private static Map<String, String> passwords(Path file) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.trim().split("[\\s:=]+", 2);
      if (parts.length == 2 && !line.startsWith("#")) {
        found.put(parts[0], parts[1]);
      }
    }
    return found;
  }

  URI url() {
    return url;
  }

  String tenant() {
    return tenant;
  }

  String password(String user) {
    String password = passwords.get(user);
    if (password == null) {
      throw new IllegalStateException("no password for " + user);
    }
    return password;
  }

  PinnedTrust trust() {
    return trust;
  }

  ApiClient anonymous() {
    return ApiClient.anonymous(url, trust);
  }

  ApiClient signedIn(String user) {
    return anonymous().signedIn(user, password(user));
  }
}

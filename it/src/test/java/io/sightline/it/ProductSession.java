package io.sightline.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Serves the product for the whole run, where {@code sightline.it.serve} names its script: free
 * ports, a home of its own in {@code sightline.it.home}, and stopped cleanly at the end.
 */
public final class ProductSession implements LauncherSessionListener {
  private Product product;

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    String script = System.getProperty("sightline.it.serve", "");
    if (script.isEmpty() || !System.getProperty("sightline.it.url", "").isEmpty()) {
      return;
    }
    try {
      serve(Path.of(script), Path.of(System.getProperty("sightline.it.home")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Path script, Path home) throws IOException {
    Files.createDirectories(home);
    Map<String, String> environment = new LinkedHashMap<>();
    tellOfARelay(environment, home);
    tellOfAPushService(environment);
    product = new Product(script, home, environment);
    product.start();
    System.setProperty("sightline.it.url", product.url());
    System.setProperty("sightline.it.passwords", product.passwords().toString());
    System.setProperty("sightline.it.certificate", product.certificate().toString());
  }

  /** Names a relay that need not run: tests that need it start it. */
  private static void tellOfARelay(Map<String, String> environment, Path home) throws IOException {
    String port = Integer.toString(Product.freePort());
    Path secret = home.resolve("relay-secret");
    Files.writeString(secret, UUID.randomUUID().toString());
    String url = "turn:127.0.0.1:" + port + "?transport=";
    String tlsPort = Integer.toString(Product.freePort());
    environment.put(
        "SIGHTLINE_TURN_URLS",
        url + "udp," + url + "tcp,turns:127.0.0.1:" + tlsPort + "?transport=tcp");
    System.setProperty("sightline.it.relay-tls-port", tlsPort);
    environment.put("SIGHTLINE_TURN_SECRET_FILE", secret.toString());
    System.setProperty("sightline.it.relay-port", port);
    System.setProperty("sightline.it.relay-secret", secret.toString());
  }

  /** Names a push service that need not run: the test that needs it starts it. */
  private static void tellOfAPushService(Map<String, String> environment) throws IOException {
    String port = Integer.toString(Product.freePort());
    environment.put("SIGHTLINE_PUSH_SERVICES", "http://127.0.0.1:" + port);
    System.setProperty("sightline.it.push-port", port);
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    if (product != null) {
      product.close();
    }
  }
}

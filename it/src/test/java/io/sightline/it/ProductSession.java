package io.sightline.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Serves the product for the whole run, as a user would by its script, where {@code
 * sightline.it.serve} names that script: free ports, a home of its own in {@code
 * sightline.it.home}, and stopped cleanly at the end.
 */
public final class ProductSession implements LauncherSessionListener {
  private static final long START_LIMIT_SECONDS = 300;
  private static final long STOP_LIMIT_SECONDS = 60;

  private Process product;

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
    int https = freePort();
    ProcessBuilder builder = new ProcessBuilder("bash", script.toString(), "serve");
    builder.environment().put("SIGHTLINE_HOME", home.toString());
    builder.environment().put("SIGHTLINE_HTTPS_PORT", Integer.toString(https));
    builder.environment().put("SIGHTLINE_HTTP_PORT", Integer.toString(freePort()));
    builder.environment().put("SIGHTLINE_MEDIA_UDP_PORT", "0");
    tellOfARelay(builder, home);
    tellOfAPushService(builder);
    builder.redirectErrorStream(true);
    product = builder.start();
    CompletableFuture<String> running = new CompletableFuture<>();
    Path log = home.resolve("console.log");
    Thread reader = new Thread(() -> read(log, running), "product-console");
    reader.setDaemon(true);
    reader.start();
    try {
      String url = running.get(START_LIMIT_SECONDS, TimeUnit.SECONDS);
      System.setProperty("sightline.it.url", url);
      System.setProperty("sightline.it.passwords", home.resolve("demo-passwords.txt").toString());
      System.setProperty("sightline.it.certificate", home.resolve("tls/server.pem").toString());
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      product.destroy();
      throw new IllegalStateException("the product did not start: see " + log, e);
    }
  }

  /** Names a relay that need not run: tests that need it start it. */
  private static void tellOfARelay(ProcessBuilder builder, Path home) throws IOException {
    String port = Integer.toString(freePort());
    Path secret = home.resolve("relay-secret");
    Files.writeString(secret, UUID.randomUUID().toString());
    String url = "turn:127.0.0.1:" + port + "?transport=";
    String tlsPort = Integer.toString(freePort());
    builder
        .environment()
        .put(
            "SIGHTLINE_TURN_URLS",
            url + "udp," + url + "tcp,turns:127.0.0.1:" + tlsPort + "?transport=tcp");
    System.setProperty("sightline.it.relay-tls-port", tlsPort);
    builder.environment().put("SIGHTLINE_TURN_SECRET_FILE", secret.toString());
    System.setProperty("sightline.it.relay-port", port);
    System.setProperty("sightline.it.relay-secret", secret.toString());
  }

  /** Names a push service that need not run: the test that needs it starts it. */
  private static void tellOfAPushService(ProcessBuilder builder) throws IOException {
    String port = Integer.toString(freePort());
    builder.environment().put("SIGHTLINE_PUSH_SERVICES", "http://127.0.0.1:" + port);
    System.setProperty("sightline.it.push-port", port);
  }

  /** Keeps what the product prints, and takes the URL from it. */
  private void read(Path log, CompletableFuture<String> running) {
    try (BufferedReader lines = product.inputReader(StandardCharsets.UTF_8);
        var writer = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        writer.write(line);
        writer.newLine();
        writer.flush();
        if (line.startsWith("Sightline is running:")) {
          running.complete(line.substring(line.indexOf(':') + 1).trim().replaceAll("/$", ""));
        }
      }
    } catch (IOException e) {
      running.completeExceptionally(e);
    }
    running.completeExceptionally(new IOException("the product ended"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    if (product == null) {
      return;
    }
    product.destroy();
    try {
      if (!product.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        product.descendants().forEach(ProcessHandle::destroyForcibly);
        product.destroyForcibly();
        throw new IllegalStateException("the product did not stop within its time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

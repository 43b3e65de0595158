package io.sightline.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The product as its script serves it: a home and ports of its own, which stay the same from one
 * start to the next. What it prints is kept in the home's {@code console.log}.
 */
final class Product implements AutoCloseable {
  private static final long START_LIMIT_SECONDS = 300;
  private static final long STOP_LIMIT_SECONDS = 60;

  private final Path script;
  private final Path home;
  private final Map<String, String> environment;
  private final String httpsPort = Integer.toString(freePort());
  private final String httpPort = Integer.toString(freePort());
  private Process process;
  private String url;

  Product(Path script, Path home, Map<String, String> environment) throws IOException {
    this.script = script;
    this.home = home;
    this.environment = environment;
    Files.createDirectories(home);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Starts it and waits until it serves. */
  void start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder("bash", script.toString(), "serve");
    builder.environment().put("SIGHTLINE_HOME", home.toString());
    builder.environment().put("SIGHTLINE_HTTPS_PORT", httpsPort);
    builder.environment().put("SIGHTLINE_HTTP_PORT", httpPort);
    builder.environment().put("SIGHTLINE_MEDIA_UDP_PORT", "0");
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    process = builder.start();
    CompletableFuture<String> running = new CompletableFuture<>();
    Path log = home.resolve("console.log");
    BufferedReader printed = process.inputReader(StandardCharsets.UTF_8);
    Thread reader = new Thread(() -> read(printed, log, running), "product-console");
    reader.setDaemon(true);
    reader.start();
    try {
      url = running.get(START_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroy();
      throw new IllegalStateException("the product did not start: see " + log, e);
    }
  }

  /** Keeps what the product prints, and takes the URL from it. */
  private static void read(BufferedReader printed, Path log, CompletableFuture<String> running) {
    try (printed;
        Writer writer =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = printed.readLine(); line != null; line = printed.readLine()) {
        writer.write(line);
        writer.write(System.lineSeparator());
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

  /** Scheme, host and port; of the latest start. */
  String url() {
    return url;
  }

  Path passwords() {
    return home.resolve("demo-passwords.txt");
  }

  Path certificate() {
    return home.resolve("tls/server.pem");
  }

  /** Ends it as an administrator does, and waits until it has ended. */
  void stop() {
    process.destroy();
    awaitEnd();
  }

  /** Ends it as a lack of memory or power does. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IllegalStateException("the product did not stop within its time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      stop();
    }
  }
}

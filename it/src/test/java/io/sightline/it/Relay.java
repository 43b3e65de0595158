package io.sightline.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** The machine's coturn, on the port and with the secret that the product was told of. */
final class Relay implements AutoCloseable {
  private static final Path DIRECTORY = Path.of("target", "relay").toAbsolutePath();
  private static final long START_LIMIT_SECONDS = 30;

  private final Process process;
  private final AtomicInteger allocations = new AtomicInteger();
  private final CompletableFuture<Void> listening = new CompletableFuture<>();

  private Relay(Process process) {
    this.process = process;
  }

  /** Starts it; the calling test is skipped where the product was not started by this run. */
  static Relay start() throws Exception {
    return start("127.0.0.1");
  }

  /** Starts it on another address of this machine. */
  static Relay start(String address) throws Exception {
    String port = System.getProperty("sightline.it.relay-port", "");
    Assumptions.assumeFalse(port.isEmpty(), "the product knows of no relay");
    String secret = Files.readString(Path.of(System.getProperty("sightline.it.relay-secret")));
    Files.createDirectories(DIRECTORY);
    Path configuration = DIRECTORY.resolve("turnserver.conf");
    Files.writeString(
        configuration,
        String.join(
            "\n",
            "listening-ip=" + address,
            "listening-port=" + port,
            "relay-ip=" + address,
            "realm=sightline.test",
            "use-auth-secret",
            "static-auth-secret=" + secret,
            // both ends are on this machine; an installation denies such peers
            "allow-loopback-peers",
            "no-tls",
            "no-dtls",
            "no-cli",
            "verbose",
            "log-file=stdout",
            "pidfile=" + DIRECTORY.resolve("turnserver.pid"),
            "userdb=" + DIRECTORY.resolve("turndb"),
            ""));
    Process process =
        new ProcessBuilder("turnserver", "-c", configuration.toString())
            .directory(DIRECTORY.toFile())
            .redirectErrorStream(true)
            .start();
    Relay relay = new Relay(process);
    Thread reader = new Thread(() -> relay.read(address + ":" + port), "relay-log");
    reader.setDaemon(true);
    reader.start();
    relay.listening.get(START_LIMIT_SECONDS, TimeUnit.SECONDS);
    return relay;
  }

  private void read(String listener) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        var log = Files.newBufferedWriter(DIRECTORY.resolve("turnserver.log"))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.write(line);
        log.newLine();
        log.flush();
        if (line.contains("listener opened on : " + listener) && line.contains("TCP")) {
          listening.complete(null);
        } else if (line.contains("ALLOCATE processed, success")) {
          allocations.incrementAndGet();
        }
      }
    } catch (IOException e) {
      listening.completeExceptionally(e);
    }
    listening.completeExceptionally(new IOException("coturn ended: see its log"));
  }

  /** Relayed addresses that browsers got. */
  int allocations() {
    return allocations.get();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(START_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

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
    certify();
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
            "tls-listening-port=" + System.getProperty("sightline.it.relay-tls-port"),
            "cert=" + DIRECTORY.resolve("relay.pem"),
            "pkey=" + DIRECTORY.resolve("relay.key"),
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

  /** A certificate of its own, which the browsers of these tests take. */
  private static void certify() throws Exception {
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=127.0.0.1",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                "relay.key",
                "-out",
                "relay.pem")
            .directory(DIRECTORY.toFile())
            .redirectErrorStream(true)
            .redirectOutput(DIRECTORY.resolve("openssl.log").toFile())
            .start();
    if (openssl.waitFor() != 0) {
      throw new IOException("openssl made no certificate: see its log");
    }
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

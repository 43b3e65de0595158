package io.sightline.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Loss by chance of what goes to and comes from a UDP port of this machine, by IPv4 and IPv6. Needs
 * root.
 */
final class PacketLoss implements AutoCloseable {
  private static final List<String> TABLES = List.of("/usr/sbin/iptables", "/usr/sbin/ip6tables");

  private final List<String> to;
  private final List<String> from;

  private PacketLoss(int port, double share) {
    to = rule("--dport", port, share);
    from = rule("--sport", port, share);
  }

  private static List<String> rule(String direction, int port, double share) {
    return List.of(
        ("INPUT -p udp " + direction + " " + port + " -m statistic --mode random --probability ")
            .concat(String.format(Locale.ROOT, "%.3f", share))
            .concat(" -j DROP")
            .split(" "));
  }

  /** Begins; the calling test is skipped where that is not permitted or not known. */
  static PacketLoss begin(int port, double share) throws IOException {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "rules for packets need root");
    for (String program : TABLES) {
      Assumptions.assumeTrue(Files.isExecutable(Path.of(program)), "iptables is not installed");
    }
    PacketLoss loss = new PacketLoss(port, share);
    Assumptions.assumeTrue(run("-I", loss.to) && run("-I", loss.from), "no loss by chance here");
    return loss;
  }

  private static boolean run(String action, List<String> rule) throws IOException {
    boolean done = true;
    for (String program : TABLES) {
      done &= run(program, action, rule);
    }
    return done;
  }

  private static boolean run(String program, String action, List<String> rule) throws IOException {
    List<String> command = Stream.concat(Stream.of(program, "-w", action), rule.stream()).toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("iptables hangs");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    if (process.exitValue() != 0) {
      System.getLogger("loss").log(System.Logger.Level.INFO, said);
    }
    return process.exitValue() == 0;
  }

  @Override
  public void close() throws IOException {
    if (!run("-D", to) | !run("-D", from)) {
      throw new IOException("a rule that drops packets may be left: iptables -S INPUT");
    }
  }
}

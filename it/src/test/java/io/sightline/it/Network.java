package io.sightline.it;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A network of its own for a browser: a network namespace with two ways to this machine, as Wi-Fi
 * and a mobile network are, of which the first is in use. Needs the rights of root and iproute2.
 */
final class Network implements AutoCloseable {
  private static final Path DIRECTORY = Path.of("target", "network").toAbsolutePath();

  /** Of addresses for documentation (RFC 5737), which nothing else here uses. */
  private static final String SUBNET = "203.0.113.";

  private final String name = "sl" + ProcessHandle.current().pid() % 100_000;

  private Network() {}

  /** Makes it; the calling test is skipped where that is not permitted. */
  static Network open() throws IOException {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "network namespaces need root");
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/ip")), "iproute2 is not installed");
    Network network = new Network();
    Assumptions.assumeTrue(
        network.tries("ip", "netns", "add", network.name), "no network namespaces here");
    try {
      network.way(1, 0);
      network.way(2, 8);
      network.ip("link", "set", "lo", "up");
      network.use(1);
    } catch (IOException e) {
      network.close();
      throw e;
    }
    return network;
  }

  /** This machine's address that is not loopback; the calling test is skipped without one. */
  static String ownAddress() throws IOException {
    InetAddress own =
        NetworkInterface.networkInterfaces()
            .filter(each -> !each.getName().startsWith("sl"))
            .flatMap(NetworkInterface::inetAddresses)
            .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
            .filter(each -> !each.isLinkLocalAddress())
            .findFirst()
            .orElse(null);
    Assumptions.assumeTrue(own != null, "this machine has no address but loopback");
    return own.getHostAddress();
  }

  private void way(int number, int base) throws IOException {
    String outside = name + "o" + number;
    String inside = name + "i" + number;
    run("ip", "link", "add", outside, "type", "veth", "peer", "name", inside);
    run("ip", "link", "set", inside, "netns", name);
    // an IPv6 address that turns up a second later is a change of network to a browser
    run("ip", "link", "set", outside, "addrgenmode", "none");
    ip("link", "set", inside, "addrgenmode", "none");
    run("ip", "addr", "add", SUBNET + (base + 1) + "/29", "dev", outside);
    run("ip", "link", "set", outside, "up");
  }

  /** Goes by that way from now on; the other one is gone, and its address with it. */
  void use(int number) throws IOException {
    String former = name + "i" + (3 - number);
    String next = name + "i" + number;
    ip("link", "set", former, "down");
    ip("addr", "flush", "dev", former);
    ip("addr", "replace", SUBNET + (number == 1 ? 2 : 10) + "/29", "dev", next);
    ip("link", "set", next, "up");
    ip("route", "replace", "default", "via", SUBNET + (number == 1 ? 1 : 9), "dev", next);
  }

  /** Nothing passes, and nobody is told: as in a tunnel, or beyond the next router. */
  void cut() throws IOException {
    for (int number = 1; number <= 2; number++) {
      run("ip", "rule", "add", "iif", name + "o" + number, "type", "blackhole");
      run("ip", "rule", "add", "to", SUBNET + (number == 1 ? 2 : 10), "type", "blackhole");
    }
  }

  void mend() throws IOException {
    for (int number = 1; number <= 2; number++) {
      run("ip", "rule", "del", "iif", name + "o" + number, "type", "blackhole");
      run("ip", "rule", "del", "to", SUBNET + (number == 1 ? 2 : 10), "type", "blackhole");
    }
  }

  /** Lets no more than that in by the first way, with a queue of half a second. */
  void narrow(int kilobits) throws IOException {
    run(
        "tc",
        "qdisc",
        "replace",
        "dev",
        name + "o1",
        "root",
        "tbf",
        "rate",
        kilobits + "kbit",
        "burst",
        "4kb",
        "latency",
        "500ms");
  }

  /** Lets in what may come again. */
  void widen() throws IOException {
    run("tc", "qdisc", "del", "dev", name + "o1", "root");
  }

  /** Lets no UDP out, as a strict firewall does. */
  void blockUdp() throws IOException {
    ip("rule", "add", "ipproto", "udp", "type", "blackhole");
  }

  /** A program that starts the machine's Chromium within. */
  Path browser() throws IOException {
    Files.createDirectories(DIRECTORY);
    Path script = DIRECTORY.resolve("chromium-" + name);
    String chromium = System.getProperty("sightline.it.chromium", "/usr/bin/chromium");
    Files.writeString(
        script, "#!/bin/sh\nexec ip netns exec " + name + " " + chromium + " \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }

  private void ip(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip", "-n", name));
    command.addAll(List.of(arguments));
    run(command.toArray(String[]::new));
  }

  private static void run(String... command) throws IOException {
    String said = execute(command);
    if (said != null) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }

  private boolean tries(String... command) throws IOException {
    return execute(command) == null;
  }

  /** What it said when it failed, else null. */
  private static String execute(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "hangs";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return process.exitValue() == 0 ? null : said;
  }

  @Override
  public void close() throws IOException {
    for (int number = 1; number <= 2; number++) {
      boolean unused = tries("ip", "rule", "del", "iif", name + "o" + number, "type", "blackhole");
      unused =
          tries("ip", "rule", "del", "to", SUBNET + (number == 1 ? 2 : 10), "type", "blackhole");
      unused = tries("ip", "link", "del", name + "o" + number);
    }
    run("ip", "netns", "del", name);
  }
}

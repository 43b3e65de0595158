package io.sightline.media.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A private network behind an address translation that lets one UDP port in, as that of a cloud or
 * a router with a rule: network namespaces. Needs root, iproute2 and iptables.
 */
final class NatNetwork implements AutoCloseable {
  /** Of addresses for benchmarks of networks (RFC 2544), which nothing else here uses. */
  static final String WORLD = "198.18.7.2";

  static final String OUTSIDE = "198.18.7.1";
  static final String INSIDE = "10.77.0.2";

  private final String id = "sl" + ProcessHandle.current().pid() % 100_000;
  private final String translation = id + "n";
  private final String inside = id + "p";

  private NatNetwork() {}

  /** Makes it; the calling test is skipped where that is not permitted. */
  static NatNetwork open(int port) throws IOException {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "network namespaces need root");
    for (String program : List.of("/usr/sbin/ip", "/usr/sbin/iptables")) {
      Assumptions.assumeTrue(Files.isExecutable(Path.of(program)), program + " is not installed");
    }
    NatNetwork network = new NatNetwork();
    Assumptions.assumeTrue(
        execute("ip netns add " + network.translation) == null, "no network namespaces here");
    try {
      network.build(port);
    } catch (IOException e) {
      network.close();
      throw e;
    }
    return network;
  }

  private void build(int port) throws IOException {
    run("ip netns add " + inside);
    run("ip link add %so type veth peer name %sO", id, id);
    run("ip link set %sO netns %s", id, translation);
    run("ip addr add %s/30 dev %so", WORLD, id);
    run("ip link set %so up", id);
    run("ip link add %si type veth peer name %sI", id, id);
    run("ip link set %si netns %s", id, translation);
    run("ip link set %sI netns %s", id, inside);
    run("ip -n %s addr add %s/30 dev %sO", translation, OUTSIDE, id);
    run("ip -n %s link set %sO up", translation, id);
    run("ip -n %s addr add 10.77.0.1/24 dev %si", translation, id);
    run("ip -n %s link set %si up", translation, id);
    run("ip -n %s addr add %s/24 dev %sI", inside, INSIDE, id);
    run("ip -n %s link set %sI up", inside, id);
    run("ip -n %s link set lo up", inside);
    run("ip -n %s route add default via 10.77.0.1", inside);
    String within = "ip netns exec " + translation + " ";
    run(within + "sysctl -qw net.ipv4.ip_forward=1");
    String nat = within + "iptables -t nat -A ";
    String translated = execute(nat + "POSTROUTING -o " + id + "O -j MASQUERADE");
    Assumptions.assumeTrue(translated == null, "no address translation here: " + translated);
    run(nat + "PREROUTING -i %sO -p udp --dport %d -j DNAT --to-destination %s", id, port, INSIDE);
  }

  /** What runs a command in the private network. */
  List<String> within(List<String> command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", inside));
    all.addAll(command);
    return all;
  }

  private static void run(String command, Object... arguments) throws IOException {
    String line = command.formatted(arguments);
    String said = execute(line);
    if (said != null) {
      throw new IOException(line + ": " + said);
    }
  }

  /** What it said when it failed, else null. */
  private static String execute(String line) throws IOException {
    Process process = new ProcessBuilder(line.split(" ")).redirectErrorStream(true).start();
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
    for (String namespace : List.of(inside, translation)) {
      String unused = execute("ip netns del " + namespace);
      assert unused == null || !unused.isEmpty();
    }
    // its other end is gone with the namespace, so that it mostly is itself
    String unused = execute("ip link del " + id + "o");
    assert unused == null || !unused.isEmpty();
  }
}

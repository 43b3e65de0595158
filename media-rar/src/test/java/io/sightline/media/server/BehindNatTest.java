package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.TransportParameters;
import io.sightline.testsupport.stun.StunMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A media server in a private network finds its address outside and is reached by it. */
@Timeout(90)
class BehindNatTest {
  private static final int PORT = 55_000;
  private static final int LIMIT_MILLIS = 20_000;

  @TempDir Path store;

  @Test
  void isReachedByTheAddressThatAStunServerSees() throws Exception {
    try (NatNetwork network = NatNetwork.open(PORT);
        StunResponder stun = StunResponder.honest(NatNetwork.WORLD)) {
      Process server =
          new ProcessBuilder(
                  network.within(
                      List.of(
                          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                          "-Xmx128m",
                          "-cp",
                          System.getProperty("java.class.path"),
                          Program.class.getName(),
                          store.toString(),
                          stun.name())))
              .redirectError(Files.createDirectories(Path.of("target")).resolve("nat.txt").toFile())
              .start();
      try (BufferedReader said = server.inputReader(StandardCharsets.UTF_8)) {
        String line = said.readLine();
        assertTrue(line != null, "see target/nat.txt");
        String[] words = line.split(" ");
        String outside = NatNetwork.OUTSIDE + ":" + PORT;
        assertTrue(List.of(words).contains(NatNetwork.INSIDE + ":" + PORT), line);
        assertTrue(List.of(words).contains(outside), line);
        check(words[0], words[1], new InetSocketAddress(NatNetwork.OUTSIDE, PORT));
      } finally {
        server.getOutputStream().close();
        server.destroy();
      }
    }
  }

  /** A browser's check from the world, answered by the address that was asked. */
  private static void check(String ufrag, String pwd, InetSocketAddress server) throws IOException {
    try (DatagramSocket browser = new DatagramSocket()) {
      browser.connect(server);
      browser.setSoTimeout(LIMIT_MILLIS);
      byte[] check =
          StunMessage.builder(StunMessage.BINDING_REQUEST, new byte[12])
              .username(ufrag + ":peer")
              .number(StunMessage.PRIORITY, 0x6EFFFFFF)
              .integrity(pwd)
              .fingerprinted();
      browser.send(new DatagramPacket(check, check.length));
      DatagramPacket packet = new DatagramPacket(new byte[500], 500);
      browser.receive(packet);
      StunMessage answer =
          StunMessage.parse(Arrays.copyOf(packet.getData(), packet.getLength())).orElseThrow();
      assertEquals(StunMessage.BINDING_SUCCESS, answer.type());
      assertTrue(answer.authenticatedBy(pwd));
    }
  }

  /** The server within: tells ufrag, password and candidates once it knows, and ends with stdin. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
      try (TestServer server =
          TestServer.start(
              Path.of(arguments[0]),
              Map.of(
                  "sightline.media.bind-address",
                  "0.0.0.0",
                  "sightline.media.udp-port",
                  String.valueOf(PORT),
                  "sightline.media.stun-servers",
                  arguments[1]))) {
        TwoPeers.await(() -> !server.media.publicAddresses().describe().isEmpty());
        TransportParameters local =
            server.media.openEndpoint(
                new TestCall(server.media).open(new TestCall.Party("agent", 1)));
        PrintWriter out =
            new PrintWriter(
                new java.io.FileOutputStream(java.io.FileDescriptor.out),
                true,
                StandardCharsets.UTF_8);
        out.println(
            local.ufrag()
                + " "
                + local.pwd()
                + " "
                + local.candidates().stream()
                    .map(one -> one.address() + ":" + one.port())
                    .collect(Collectors.joining(" ")));
        int end = System.in.read();
        assertEquals(-1, end);
      }
    }
  }
}

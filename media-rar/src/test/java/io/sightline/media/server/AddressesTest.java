package io.sightline.media.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.api.Candidate;
import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.TransportParameters;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerLoop;
import io.sightline.testsupport.peer.PeerOptions;
import io.sightline.testsupport.stun.StunMessage;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The addresses by which a media server is reached: both families on one port, and announced. */
@Timeout(60)
class AddressesTest extends TwoPeers {
  private static final String V4 = "127.0.0.1";
  private static final String V6 = "::1";

  @Override
  @BeforeEach
  void start() throws IOException {
    server = announcing(V4 + "," + V6);
    loop = PeerLoop.start("peers");
    call = new TestCall(server.media);
  }

  private TestServer announcing(String addresses) throws IOException {
    return TestServer.start(
        store,
        Map.of(
            "sightline.media.bind-address",
            "0.0.0.0",
            "sightline.media.announced-addresses",
            addresses));
  }

  private static boolean hasIpv6() throws Exception {
    try (DatagramSocket bound =
        new DatagramSocket(new InetSocketAddress(InetAddress.getByName(V6), 0))) {
      return bound.isBound();
    } catch (SocketException none) {
      return false;
    }
  }

  /** A peer that knows the server by one address alone. */
  private MediaPeer joinBy(String address, TestCall.Party self, TestCall.Party other)
      throws Exception {
    MediaPeer peer = MediaPeer.open(loop, PeerOptions.of(Side.AGENT));
    TransportParameters all = server.media.openEndpoint(call.open(self));
    List<Candidate> one =
        all.candidates().stream().filter(candidate -> same(candidate.address(), address)).toList();
    assertEquals(1, one.size(), "candidates " + all.candidates());
    call.negotiate(
        self,
        other,
        peer,
        new TransportParameters(all.ufrag(), all.pwd(), one, all.fingerprint(), all.setup()));
    peer.connected().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    server.await(MediaEvent.EndpointConnected.class, e -> e.endpointId().equals(self.endpointId()));
    return peer;
  }

  private static boolean same(String text, String address) {
    try {
      return InetAddress.getByName(text).equals(InetAddress.getByName(address));
    } catch (UnknownHostException none) {
      return false;
    }
  }

  @Test
  void peopleOfBothFamiliesHearEachOtherByOnePort() throws Exception {
    Assumptions.assumeTrue(hasIpv6(), "no IPv6 on this machine");
    MediaPeer first = joinBy(V4, agent, customer);
    MediaPeer second = joinBy(V6, customer, agent);

    awaitMore(first, 20);
    awaitMore(second, 20);
    assertTrue(first.awaitPackets(true, 5, LIMIT).packets() >= 5);
    assertTrue(second.awaitPackets(true, 5, LIMIT).packets() >= 5);
    first.close();
    second.close();
  }

  /** A check from 127.0.0.1 to another address here: the route would answer from 127.0.0.1. */
  @Test
  void whoChecksAnAddressIsAnsweredByIt() throws Exception {
    try (TestServer everywhere =
        TestServer.start(store, Map.of("sightline.media.bind-address", "0.0.0.0"))) {
      TransportParameters local = everywhere.media.openEndpoint(call.open(agent));
      int asked = 0;
      for (Candidate candidate : local.candidates()) {
        InetAddress address = InetAddress.getByName(candidate.address());
        if (address instanceof Inet4Address) {
          asked++;
          try (DatagramSocket browser = new DatagramSocket(new InetSocketAddress(V4, 0))) {
            browser.setSoTimeout((int) LIMIT.toMillis());
            byte[] check =
                StunMessage.builder(
                        StunMessage.BINDING_REQUEST, Arrays.copyOf(new byte[] {(byte) asked}, 12))
                    .username(local.ufrag() + ":peer")
                    .number(StunMessage.PRIORITY, 0x6EFFFFFF)
                    .integrity(local.pwd())
                    .fingerprinted();
            browser.send(
                new DatagramPacket(
                    check, check.length, new InetSocketAddress(address, candidate.port())));
            DatagramPacket answer = new DatagramPacket(new byte[500], 500);
            browser.receive(answer);
            assertEquals(address, answer.getAddress(), "answered by another address");
            assertEquals(candidate.port(), answer.getPort());
          }
        }
      }
      Assumptions.assumeTrue(asked > 1, "this machine has one address alone");
    }
  }

  @Test
  void announcesTheAddressOutsideOfTheNatAlone() throws Exception {
    try (TestServer behindNat = announcing("203.0.113.7,2001:db8::7")) {
      List<Candidate> told = behindNat.media.openEndpoint(call.open(agent)).candidates();
      assertTrue(same(told.get(0).address(), "203.0.113.7"), told.toString());
      assertTrue(same(told.get(1).address(), "2001:db8::7"), told.toString());
      assertEquals(2, told.size());
      assertTrue(told.get(0).priority() > told.get(1).priority(), "in order of preference");
      assertEquals(told.get(0).port(), told.get(1).port());
    }
  }
}

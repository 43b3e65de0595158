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
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
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

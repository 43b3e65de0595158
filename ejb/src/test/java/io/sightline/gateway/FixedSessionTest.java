package io.sightline.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.call.MediaPlane.FixedAnswer;
import io.sightline.call.MediaPlane.FixedOffer;
import io.sightline.call.MediaPlane.ForwardedSession;
import io.sightline.gateway.sdp.SdpException;
import io.sightline.gateway.sdp.UnacceptableOfferException;
import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.ReceiveTrack;
import io.sightline.media.api.SendTrack;
import io.sightline.media.api.TrackSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Clients of WHIP and WHEP, beside browsers that are offered to. */
class FixedSessionTest {
  private static final CodecOrder ORDER =
      new CodecOrder(List.of("opus", "G722"), List.of("VP8", "H264"));

  private final FakeMediaServer server = new FakeMediaServer();
  private final UUID callId = UUID.randomUUID();
  private final ForwardedCall call = new ForwardedCall(callId, new MediaServer(server));
  private final ForwardedSession agent = session(SdpSamples.SELF, "agent", "VP8", "H264");
  private final ForwardedSession camera = session(SdpSamples.OTHER, "guest");

  private ForwardedSession session(UUID participant, String role, String... video) {
    return new ForwardedSession(
        callId, UUID.randomUUID(), participant, role, List.of("opus"), List.of(video), false);
  }

  private static FixedOffer offer(boolean publishes, String... sections) {
    return new FixedOffer(sdp(sections), publishes, false, null);
  }

  /** An offer of another stack: its own payload types, mids and extension ids. */
  private static String sdp(String... sections) {
    StringBuilder text =
        new StringBuilder("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE");
    for (int i = 0; i < sections.length; i++) {
      text.append(" part").append(i);
    }
    text.append("\r\na=fingerprint:sha-256 ").append("AA:".repeat(31)).append("AA\r\n");
    for (int i = 0; i < sections.length; i++) {
      text.append(sections[i].replace('|', '\n'));
      text.append("\na=mid:part").append(i);
      text.append(
          "\na=rtcp-mux\na=setup:actpass\na=ice-ufrag:abcd\na=ice-pwd:abcdefghijklmnopqrstuv\n");
    }
    return text.toString();
  }

  private static final String AUDIO =
      "m=audio 9 UDP/TLS/RTP/SAVPF 97|a=rtpmap:97 opus/48000/2|a=sendonly|a=ssrc:11 cname:x"
          + "|a=extmap:7 urn:ietf:params:rtp-hdrext:sdes:mid|a=extmap:99 urn:unknown";
  private static final String VIDEO =
      "m=video 9 UDP/TLS/RTP/SAVPF 100 101 102|a=rtpmap:100 H264/90000"
          + "|a=fmtp:100 profile-level-id=42c01f;packetization-mode=1;x=y"
          + "|a=rtpmap:101 VP8/90000|a=rtcp-fb:101 nack pli|a=rtcp-fb:101 nack"
          + "|a=rtpmap:102 rtx/90000|a=fmtp:102 apt=101|a=sendonly";

  @Test
  void publishesInTheFirstCodecThatAllKnow() throws Exception {
    FixedAnswer answer = call.accept(camera, List.of(camera), offer(true, AUDIO, VIDEO), ORDER);

    assertEquals(List.of("microphone", "camera"), answer.sources());
    String sdp = answer.sdp();
    assertTrue(sdp.contains("a=ice-lite\r\n") && sdp.contains("a=group:BUNDLE part0 part1\r\n"));
    assertTrue(sdp.contains("m=audio 9 UDP/TLS/RTP/SAVPF 97\r\n"), sdp);
    assertTrue(sdp.contains("m=video 9 UDP/TLS/RTP/SAVPF 101 102\r\n"), sdp);
    assertEquals(2, sdp.split("a=setup:passive\r\n", -1).length - 1);
    assertEquals(2, sdp.split("a=recvonly\r\n", -1).length - 1);
    assertTrue(sdp.contains("a=extmap:7 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"));
    assertFalse(sdp.contains("urn:unknown"));
    ConfigureEndpoint configured = server.configured.get(0);
    List<ReceiveTrack> tracks = configured.receive();
    assertEquals(List.of("part0", "part1"), tracks.stream().map(ReceiveTrack::mid).toList());
    assertEquals(101, tracks.get(1).codecs().get(0).payloadType());
    assertEquals(102, tracks.get(1).codecs().get(0).rtxPayloadType());
    assertEquals("active", configured.remote().setup());
  }

  /** RFC 8842 section 5.3: the answer's role is the other one; left the choice, we are passive. */
  @Test
  void takesTheDtlsRoleThatTheClientLeaves() throws Exception {
    for (String offered : List.of("actpass", "active", "passive")) {
      String sdp = sdp(VIDEO).replace("setup:actpass", "setup:" + offered);
      FixedAnswer answer =
          call.accept(camera, List.of(camera), new FixedOffer(sdp, true, false, null), ORDER);
      boolean active = offered.equals("passive");
      assertTrue(answer.sdp().contains(active ? "a=setup:active\r\n" : "a=setup:passive\r\n"));
      ConfigureEndpoint configured = server.configured.get(server.configured.size() - 1);
      assertEquals(active ? "passive" : "active", configured.remote().setup());
    }
  }

  @Test
  void takesTheTenantsOrderAndKeepsTheClientsParameters() throws Exception {
    CodecOrder h264First = new CodecOrder(List.of("opus"), List.of("H264", "VP8"));
    FixedAnswer answer = call.accept(camera, List.of(camera), offer(true, VIDEO), h264First);

    assertTrue(answer.sdp().contains("m=video 9 UDP/TLS/RTP/SAVPF 100\r\n"), answer.sdp());
    assertTrue(
        answer.sdp().contains("a=fmtp:100 packetization-mode=1;profile-level-id=42c01f\r\n"),
        answer.sdp());
    assertEquals(
        "42e01f",
        server
            .configured
            .get(0)
            .receive()
            .get(0)
            .codecs()
            .get(0)
            .parameters()
            .get("profile-level-id"));
  }

  @Test
  void isOfferedToBrowsersByItsOwnSectionAndCodec() throws Exception {
    CodecOrder h264First = new CodecOrder(List.of("opus"), List.of("H264", "VP8"));
    call.accept(camera, List.of(camera), offer(true, VIDEO), h264First);
    ForwardedSession firefox = session(new UUID(3, 3), "customer", "VP8");
    List<ForwardedSession> all = List.of(agent, firefox, camera);

    String offered = call.offer(agent, all, h264First).sdp();
    call.offer(firefox, all, h264First);

    assertTrue(offered.contains("H264/90000"), "the camera's codec, for who knows it");
    assertNull(call.offer(camera, all, h264First));
    assertEquals(
        -1, call.offer(firefox, all, h264First).sdp().indexOf("H264/90000"), "none for Firefox");
  }

  @Test
  void showsEachPersonInASectionOfItsOwnCustomersFirst() throws Exception {
    ForwardedSession customer = session(new UUID(3, 3), "customer", "VP8");
    ForwardedSession viewer = session(new UUID(4, 4), "supervisor");
    String watched = VIDEO.replace("sendonly", "recvonly");
    call.offer(agent, List.of(agent, customer), ORDER);
    List<ForwardedSession> all = List.of(agent, customer, viewer);

    FixedAnswer answer =
        call.accept(
            viewer,
            all,
            offer(false, watched, watched, AUDIO.replace("sendonly", "recvonly")),
            ORDER);

    assertEquals(3, answer.sdp().split("a=sendonly\r\n", -1).length - 1);
    assertEquals(List.of(), answer.sources());
    List<SendTrack> shown = server.configured.get(server.configured.size() - 1).send();
    UUID agentEnd = server.opened.get(0).endpointId();
    UUID customerEnd = server.opened.get(1).endpointId();
    assertEquals(
        List.of(customerEnd, agentEnd, customerEnd),
        shown.stream().map(SendTrack::fromEndpointId).toList());
    assertEquals(TrackSource.CAMERA, shown.get(0).source());

    server.configured.clear();
    String offered = call.offer(agent, List.of(agent, viewer), ORDER).sdp();
    assertEquals(0, offered.split("a=sendonly", -1).length - 1, "a viewer sends nothing");
    ConfigureEndpoint left = server.configured.get(server.configured.size() - 1);
    assertEquals(
        List.of(TrackSource.SCREEN, TrackSource.CAMERA, TrackSource.MICROPHONE),
        left.send().stream().map(SendTrack::source).toList());
    assertTrue(left.send().stream().allMatch(track -> track.fromEndpointId().equals(agentEnd)));

    call.offer(agent, all, ORDER);
    ConfigureEndpoint again = server.configured.get(server.configured.size() - 1);
    assertEquals(customerEnd, again.send().get(0).fromEndpointId(), "a camera before a screen");
    assertEquals(TrackSource.CAMERA, again.send().get(0).source());
  }

  @Test
  void restartsIceForNewCredentialsOnly() throws Exception {
    call.accept(camera, List.of(camera), offer(true, VIDEO), ORDER);
    String same = "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\n";

    assertNull(call.trickle(camera.sessionId(), same).fragment());
    assertNull(call.trickle(agent.sessionId(), same));
    var renewed =
        call.trickle(camera.sessionId(), same.replace("abcd\r", "efgh\r") + "m=video 9 x 0\r\n");
    assertNotNull(renewed.fragment());
    assertTrue(renewed.fragment().contains("a=mid:part0\r\n"));
    assertEquals("efgh", server.configured.get(server.configured.size() - 1).remote().ufrag());
    assertThrows(
        SdpException.class, () -> call.trickle(camera.sessionId(), "a=ice-ufrag:ab cd\r\n"));
  }

  @Test
  void refusesWhatCannotBe() {
    String theora = "m=video 9 UDP/TLS/RTP/SAVPF 100|a=rtpmap:100 theora/90000|a=sendonly";
    String main =
        "m=video 9 UDP/TLS/RTP/SAVPF 100|a=rtpmap:100 H264/90000"
            + "|a=fmtp:100 profile-level-id=4d001f;packetization-mode=1|a=sendonly";
    String data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel";
    for (String section : List.of(theora, main, data, VIDEO.replace("sendonly", "recvonly"))) {
      assertThrows(
          UnacceptableOfferException.class,
          () -> call.accept(camera, List.of(camera), offer(true, section), ORDER),
          section);
    }
    String holding = sdp(VIDEO).replace("actpass", "holdconn");
    String apart = sdp(VIDEO).replace("BUNDLE part0", "BUNDLE other");
    String weak = sdp(VIDEO).replace("a=sendonly", "a=sendonly\na=crypto:1 x y");
    for (String text : List.of(holding, apart, weak, "v=0")) {
      assertThrows(
          SdpException.class,
          () ->
              call.accept(camera, List.of(camera), new FixedOffer(text, true, false, null), ORDER));
    }
    assertEquals(List.of(), server.configured);
  }
}

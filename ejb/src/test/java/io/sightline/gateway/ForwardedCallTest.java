package io.sightline.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.call.MediaPlane.ForwardedOffer;
import io.sightline.call.MediaPlane.ForwardedSession;
import io.sightline.gateway.sdp.SdpException;
import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.SendTrack;
import io.sightline.media.api.TrackSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ForwardedCallTest {
  private static final CodecOrder ORDER =
      new CodecOrder(List.of("opus", "G722"), List.of("VP8", "H264"));

  private final FakeMediaServer server = new FakeMediaServer();
  private final UUID callId = UUID.randomUUID();
  private final ForwardedCall call = new ForwardedCall(callId, new MediaServer(server));
  private final ForwardedSession agent = session(SdpSamples.SELF, "agent", "VP8", "H264");
  private final ForwardedSession customer = session(SdpSamples.OTHER, "customer", "VP8", "H264");

  private ForwardedSession session(UUID participant, String role, String... video) {
    return new ForwardedSession(
        callId, UUID.randomUUID(), participant, role, List.of("opus"), List.of(video), false);
  }

  @Test
  void offersOneDirectionPerSection() throws Exception {
    ForwardedOffer offer = call.offer(agent, List.of(agent, customer), ORDER);

    assertEquals(1, offer.negotiation());
    assertEquals(3, count("a=recvonly", offer.sdp()));
    assertEquals(3, count("a=sendonly", offer.sdp()));
    assertEquals(0, count("a=sendrecv", offer.sdp()));
    assertEquals(1, count("a=end-of-candidates", offer.sdp()));
    assertEquals(1, count("a=ice-lite", offer.sdp()));
    assertEquals(
        List.of("microphone", "camera", "screen"),
        offer.send().stream().map(slot -> slot.source()).toList());
    assertTrue(
        offer.receive().stream()
            .allMatch(slot -> slot.participantId().equals(customer.participantId())));
    assertEquals(2, server.opened.size());
  }

  @Test
  void leavesOutWhatSomebodyCannotDecode() throws Exception {
    ForwardedSession firefox = session(new UUID(3, 3), "guest", "VP8");

    ForwardedOffer offer = call.offer(agent, List.of(agent, firefox), ORDER);

    assertEquals(0, count("H264/90000", offer.sdp()));
    assertTrue(offer.sdp().contains("VP8/90000"));
  }

  @Test
  void configuresWhatWasAnswered() throws Exception {
    call.offer(agent, List.of(agent, customer), ORDER);

    assertTrue(call.answer(agent.sessionId(), 1, SdpSamples.CHROMIUM));

    ConfigureEndpoint configured = server.configured.get(0);
    assertEquals(server.opened.get(0).endpointId(), configured.endpointId());
    assertEquals(
        List.of(TrackSource.MICROPHONE, TrackSource.CAMERA, TrackSource.SCREEN),
        configured.receive().stream().map(track -> track.source()).toList());
    List<SendTrack> send = configured.send();
    assertEquals(List.of("0", "1", "2"), send.stream().map(SendTrack::fromMid).toList());
    assertTrue(
        send.stream()
            .allMatch(track -> track.fromEndpointId().equals(server.opened.get(1).endpointId())));
    assertEquals(-1, send.get(0).rtxSsrc());
    assertTrue(send.get(1).rtxSsrc() >= 0);
  }

  @Test
  void ignoresAnswersToOlderOffers() throws Exception {
    call.offer(agent, List.of(agent, customer), ORDER);
    call.offer(agent, List.of(agent, customer), ORDER);

    assertFalse(call.answer(agent.sessionId(), 1, SdpSamples.CHROMIUM));
    assertFalse(call.answer(UUID.randomUUID(), 2, SdpSamples.CHROMIUM));
    assertEquals(List.of(), server.configured);
    assertTrue(call.answer(agent.sessionId(), 2, SdpSamples.CHROMIUM));
  }

  @Test
  void restartsIceWithTheSameSections() throws Exception {
    assertTrue(call.restart(agent.sessionId()).isEmpty());
    String before = call.offer(agent, List.of(agent, customer), ORDER).sdp();
    assertTrue(call.restart(agent.sessionId()).isEmpty(), "nothing to restart before the answer");
    assertTrue(call.answer(agent.sessionId(), 1, SdpSamples.CHROMIUM));

    ForwardedOffer again = call.restart(agent.sessionId()).orElseThrow();

    assertEquals(2, again.negotiation());
    assertEquals(mids(before), mids(again.sdp()));
    assertEquals(count("a=ice-ufrag:srvu", before), count("a=ice-ufrag:again", again.sdp()));
    assertEquals(0, count("a=ice-ufrag:srvu", again.sdp()));
    assertFalse(call.answer(agent.sessionId(), 1, SdpSamples.CHROMIUM));
    assertTrue(call.answer(agent.sessionId(), 2, SdpSamples.CHROMIUM));
  }

  @Test
  void changesNothingForABadAnswer() throws Exception {
    call.offer(agent, List.of(agent, customer), ORDER);

    assertThrows(SdpException.class, () -> call.answer(agent.sessionId(), 1, "v=0"));
    assertEquals(List.of(), server.configured);
    assertTrue(call.answer(agent.sessionId(), 1, SdpSamples.CHROMIUM));
  }

  @Test
  void keepsSectionsOverRenegotiations() throws Exception {
    ForwardedSession guest = session(new UUID(3, 3), "guest", "VP8");
    ForwardedSession later = session(new UUID(4, 4), "expert", "VP8");
    List<String> first = mids(call.offer(agent, List.of(agent, customer, guest), ORDER).sdp());
    String withoutGuest = call.offer(agent, List.of(agent, customer), ORDER).sdp();
    ForwardedOffer reused = call.offer(agent, List.of(agent, customer, later), ORDER);

    assertEquals(9, first.size());
    assertEquals(first, mids(withoutGuest));
    assertEquals(3, count("a=inactive", withoutGuest));
    assertEquals(first, mids(reused.sdp()));
    assertEquals(0, count("a=inactive", reused.sdp()));
    assertTrue(reused.sdp().contains(later.participantId().toString()));
    assertFalse(reused.sdp().contains(guest.participantId().toString()));
  }

  @Test
  void forwardsFromANewEndpointWithoutRenegotiation() throws Exception {
    call.offer(agent, List.of(agent, customer), ORDER);
    call.answer(agent.sessionId(), 1, SdpSamples.CHROMIUM);
    ForwardedSession again = session(customer.participantId(), "customer", "VP8");

    call.offer(again, List.of(agent, again), ORDER);

    UUID newEndpoint = server.opened.get(2).endpointId();
    ConfigureEndpoint last = server.configured.get(server.configured.size() - 1);
    assertEquals(server.opened.get(0).endpointId(), last.endpointId());
    assertTrue(last.send().stream().allMatch(track -> track.fromEndpointId().equals(newEndpoint)));
    assertEquals(
        server.configured.get(0).send().stream().map(SendTrack::ssrc).toList(),
        last.send().stream().map(SendTrack::ssrc).toList());
  }

  @Test
  void forwardsNothingFromOrToWhoIsOnHold() throws Exception {
    for (ForwardedSession each : List.of(agent, customer)) {
      ForwardedOffer offer = call.offer(each, List.of(agent, customer), ORDER);
      assertTrue(call.answer(each.sessionId(), offer.negotiation(), SdpSamples.CHROMIUM));
    }
    List<Long> streams = newest(0).send().stream().map(SendTrack::ssrc).toList();

    call.arrange(List.of(agent, held(customer)));

    for (int endpoint = 0; endpoint < 2; endpoint++) {
      assertTrue(
          newest(endpoint).send().stream()
              .allMatch(track -> track.fromEndpointId().equals(Serving.NOWHERE)));
    }
    assertEquals(streams, newest(0).send().stream().map(SendTrack::ssrc).toList());

    call.arrange(List.of(agent, customer));

    assertTrue(
        newest(0).send().stream()
            .allMatch(track -> track.fromEndpointId().equals(server.opened.get(1).endpointId())));
    assertTrue(
        newest(1).send().stream()
            .allMatch(track -> track.fromEndpointId().equals(server.opened.get(0).endpointId())));
  }

  private static ForwardedSession held(ForwardedSession session) {
    return new ForwardedSession(
        session.callId(),
        session.sessionId(),
        session.participantId(),
        session.role(),
        session.audioCodecs(),
        session.videoCodecs(),
        true);
  }

  /** What the endpoint opened as the nth was configured with last. */
  private ConfigureEndpoint newest(int nth) {
    UUID endpoint = server.opened.get(nth).endpointId();
    return server.configured.stream()
        .filter(configured -> configured.endpointId().equals(endpoint))
        .reduce((former, later) -> later)
        .orElseThrow();
  }

  @Test
  void forgetsReleasedSessions() throws Exception {
    call.offer(agent, List.of(agent), ORDER);
    UUID endpoint = server.opened.get(0).endpointId();
    assertEquals(agent.sessionId(), call.sessionOf(endpoint));

    call.release(agent.sessionId());
    call.release(agent.sessionId());

    assertNull(call.sessionOf(endpoint));
    assertEquals(List.of(endpoint), server.closed);
  }

  private static int count(String part, String text) {
    return (int) Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }

  private static List<String> mids(String sdp) {
    List<String> mids = new ArrayList<>();
    Pattern.compile("a=mid:(\\d+)").matcher(sdp).results().forEach(r -> mids.add(r.group(1)));
    return mids;
  }
}

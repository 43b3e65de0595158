package io.sightline.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.call.MediaPlane.ForwardedOffer;
import io.sightline.call.MediaPlane.ForwardedSession;
import io.sightline.gateway.sdp.AnswerReader;
import io.sightline.gateway.sdp.Codecs;
import io.sightline.gateway.sdp.OfferedSection;
import io.sightline.gateway.sdp.SdpException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is asked for the camera in layers (RFC 8853), and what of the answer is taken. */
class SimulcastTest {
  private static final CodecOrder ORDER =
      new CodecOrder(List.of("opus"), List.of("VP8", "H264", "VP9"));

  private final FakeMediaServer server = new FakeMediaServer();
  private final UUID callId = UUID.randomUUID();
  private final ForwardedCall call = new ForwardedCall(callId, new MediaServer(server));

  private ForwardedSession session(int number, boolean meeting) {
    return new ForwardedSession(
        callId,
        UUID.randomUUID(),
        new UUID(number, number),
        "guest",
        List.of("opus"),
        List.of("VP8"),
        false,
        meeting);
  }

  private static List<OfferedSection> layeredOffer() {
    TrackSlots slots = new TrackSlots(SdpSamples.SELF);
    slots.arrange(List.of(SdpSamples.SELF, SdpSamples.OTHER));
    slots.askForLayers(List.of(Codecs.VP8));
    return slots.sections(SdpSamples.withVideo(Codecs.VP8, Codecs.H264));
  }

  private static List<String> layersOf(String cameraLines) throws SdpException {
    String answer =
        SdpSamples.CHROMIUM.replace(
            "a=mid:1\r\n", "a=mid:1\r\n" + cameraLines.replace("\n", "\r\n"));
    return AnswerReader.read(answer, layeredOffer()).sections().get(1).rids();
  }

  @Test
  void twoAloneSendOnePictureEach() throws Exception {
    ForwardedSession one = session(1, false);
    ForwardedOffer offer = call.offer(one, List.of(one, session(2, false)), ORDER);
    assertFalse(offer.sdp().contains("simulcast"), offer.sdp());
    assertFalse(offer.sdp().contains("rtp-stream-id"), offer.sdp());
  }

  @Test
  void threeAreAskedForLayersOfTheCameraAlone() throws Exception {
    ForwardedSession one = session(1, false);
    ForwardedOffer offer =
        call.offer(one, List.of(one, session(2, false), session(3, false)), ORDER);
    assertEquals(2, offer.sdp().split("a=simulcast:recv q;h;f\r\n", -1).length, offer.sdp());
    String camera = offer.sdp().split("m=")[2];
    for (String line :
        List.of(
            "a=rid:q recv",
            "a=rid:h recv",
            "a=rid:f recv",
            "a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
            "a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id")) {
      assertTrue(camera.contains(line + "\r\n"), line);
    }
  }

  @Test
  void aMeetingAsksTheFirstTwoAlready() throws Exception {
    ForwardedSession host = session(1, true);
    ForwardedOffer offer = call.offer(host, List.of(host, session(2, true)), ORDER);
    assertTrue(offer.sdp().contains("a=simulcast:recv q;h;f"), offer.sdp());
  }

  @Test
  void whatBeganAsOnePictureStaysOne() throws Exception {
    ForwardedSession one = session(1, false);
    ForwardedSession two = session(2, false);
    call.offer(one, List.of(one, two), ORDER);
    ForwardedSession three = session(3, false);
    ForwardedOffer again = call.offer(one, List.of(one, two, three), ORDER);
    assertFalse(again.sdp().contains("simulcast"), again.sdp());
    ForwardedOffer fresh = call.offer(three, List.of(one, two, three), ORDER);
    assertTrue(fresh.sdp().contains("simulcast"), fresh.sdp());
  }

  @Test
  void codecsWithLayersOfTheirOwnAreNotAskedForMore() throws Exception {
    ForwardedSession one = session(1, true);
    CodecOrder vp9 = new CodecOrder(List.of("opus"), List.of("VP9"));
    ForwardedSession other =
        new ForwardedSession(
            callId, UUID.randomUUID(), new UUID(9, 9), "guest", List.of(), List.of("VP9"), false);
    ForwardedSession self =
        new ForwardedSession(
            callId,
            one.sessionId(),
            one.participantId(),
            "agent",
            List.of(),
            List.of("VP9"),
            false,
            true);
    ForwardedOffer offer = call.offer(self, List.of(self, other), vp9);
    assertFalse(offer.sdp().contains("simulcast"), offer.sdp());
  }

  @Test
  void theAnswersLayersAreTakenInTheOffersOrder() throws Exception {
    assertEquals(List.of("q", "h", "f"), layersOf("a=simulcast:send q;h;f\n"));
    assertEquals(List.of("q", "h", "f"), layersOf("a=simulcast:send f;~h;q\n"));
    assertEquals(List.of("h", "f"), layersOf("a=simulcast:send h;f\n"));
    assertEquals(List.of(), layersOf("a=simulcast:send f\n"), "one layer is one stream");
    assertEquals(List.of(), layersOf(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=simulcast:recv q;h;f\n",
        "a=simulcast:send q;h;x\n",
        "a=simulcast:send q;h recv f\n",
        "a=simulcast:send q,h;f\n",
        "a=simulcast:\n",
        "a=simulcast:send\n",
        "a=simulcast:send ;;;;;;;;;;;;;;\n",
      })
  void whatDoesNotAnswerTheOfferIsRefused(String lines) {
    assertThrows(SdpException.class, () -> layersOf(lines));
  }

  @Test
  void layersThatWereNotAskedForAreRefused() {
    String answer =
        SdpSamples.CHROMIUM.replace("a=mid:1\r\n", "a=mid:1\r\na=simulcast:send q;h;f\r\n");
    assertThrows(SdpException.class, () -> AnswerReader.read(answer, SdpSamples.offer()));
  }
}

package io.sightline.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sightline.call.MediaPlane.ForwardedSession;
import io.sightline.gateway.sdp.Codecs;
import io.sightline.media.api.Codec;
import io.sightline.media.api.MediaKind;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CodecOrderTest {
  private static final List<String> BROWSER = List.of("opus", "red", "G722", "PCMU");

  private static ForwardedSession session(List<String> audio, List<String> video) {
    return new ForwardedSession(
        UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "agent", audio, video, false);
  }

  private static List<Codec> video(List<String> order, List<List<String>> told) {
    return new CodecOrder(List.of("opus"), order)
        .common(told.stream().map(names -> session(BROWSER, names)).toList())
        .get(MediaKind.VIDEO);
  }

  @Test
  void offersH264InBothPacketizationModesTheBetterFirst() {
    assertEquals(
        List.of(Codecs.H264, Codecs.H264_SINGLE_NAL, Codecs.VP8),
        video(List.of("H264", "VP8"), List.of(List.of("VP8", "h264"), List.of("H264", "VP8"))));
  }

  @Test
  void offersAv1OnlyWhereEverybodyHasIt() {
    List<String> order = List.of("AV1", "VP9", "VP8");
    List<String> modern = List.of("VP8", "VP9", "AV1");
    assertEquals(
        List.of(Codecs.AV1, Codecs.VP9, Codecs.VP8), video(order, List.of(modern, modern)));
    assertEquals(
        List.of(Codecs.VP9, Codecs.VP8), video(order, List.of(modern, List.of("VP8", "VP9"))));
  }

  @Test
  void usesNothingThatIsNotNamed() {
    List<String> all = List.of("VP8", "VP9", "H264", "AV1");
    assertEquals(List.of(Codecs.VP9), video(List.of("VP9"), List.of(all, all)));
  }

  @Test
  void fallsBackToWhatIsEverybodysDuty() {
    assertEquals(
        List.of(Codecs.VP8), video(List.of("H264"), List.of(List.of("H264"), List.of("VP8"))));
    assertEquals(
        List.of(Codecs.OPUS),
        new CodecOrder(List.of("G722"), List.of("VP8"))
            .common(List.of(session(BROWSER, List.of()), session(List.of(), List.of())))
            .get(MediaKind.AUDIO));
  }

  @Test
  void putsTheWantedSoundFirst() {
    assertEquals(
        List.of(Codecs.G722, Codecs.OPUS),
        new CodecOrder(List.of("G722", "opus"), List.of("VP8"))
            .common(List.of(session(BROWSER, List.of())))
            .get(MediaKind.AUDIO));
  }
}

package io.sightline.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sightline.gateway.sdp.Codecs;
import io.sightline.media.api.Codec;
import io.sightline.media.api.MediaKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodecOrderTest {
  private static final List<String> BROWSER = List.of("opus", "red", "G722", "PCMU");

  private static List<Codec> video(List<String> order, List<List<String>> told) {
    return new CodecOrder(List.of("opus"), order).common(MediaKind.VIDEO, told);
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
            .common(MediaKind.AUDIO, List.of(BROWSER, List.of())));
  }

  @Test
  void putsTheWantedSoundFirst() {
    assertEquals(
        List.of(Codecs.G722, Codecs.OPUS),
        new CodecOrder(List.of("G722", "opus"), List.of("VP8"))
            .common(MediaKind.AUDIO, List.of(BROWSER)));
  }
}

package io.sightline.gateway;

import io.sightline.gateway.sdp.Codecs;
import io.sightline.gateway.sdp.OfferedSection;
import io.sightline.media.api.Codec;
import io.sightline.media.api.MediaKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Answers that browsers gave to {@link #offer}, byte for byte. */
final class SdpSamples {
  static final UUID SELF = new UUID(1, 1);
  static final UUID OTHER = new UUID(2, 2);
  static final String CHROMIUM = read("chromium-156-answer.sdp");
  static final String FIREFOX = read("firefox-153-answer.sdp");

  private SdpSamples() {}

  /** What the browsers answered: one other participant, VP8 before H.264. */
  static List<OfferedSection> offer() {
    TrackSlots slots = new TrackSlots(SELF);
    slots.arrange(List.of(SELF, OTHER));
    return slots.sections(withVideo(Codecs.VP8, Codecs.H264));
  }

  static Map<MediaKind, List<Codec>> withVideo(Codec... video) {
    return Map.of(MediaKind.AUDIO, List.of(Codecs.OPUS), MediaKind.VIDEO, List.of(video));
  }

  static String read(String name) {
    try (InputStream in = SdpSamples.class.getResourceAsStream("/sdp/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

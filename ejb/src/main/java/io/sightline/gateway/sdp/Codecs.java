package io.sightline.gateway.sdp;

import io.sightline.media.api.Codec;
import io.sightline.media.api.HeaderExtension;
import io.sightline.media.api.MediaKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The codecs and header extensions of every offer. Payload types and extension ids are the same
 * towards everybody, so that forwarding rewrites neither.
 */
public final class Codecs {
  private static final List<String> AUDIO_FEEDBACK = List.of("transport-cc");
  private static final List<String> VIDEO_FEEDBACK =
      List.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli");

  /** RFC 7587; in-band FEC is asked for because a lost packet is then heard less. */
  public static final Codec OPUS =
      new Codec(
          "opus",
          111,
          48_000,
          2,
          Map.of("minptime", "10", "useinbandfec", "1"),
          AUDIO_FEEDBACK,
          -1);

  /** RFC 7741. */
  public static final Codec VP8 = new Codec("VP8", 96, 90_000, 0, Map.of(), VIDEO_FEEDBACK, 97);

  /** RFC 6184, constrained baseline at level 3.1, non-interleaved mode. */
  public static final Codec H264 =
      new Codec(
          "H264",
          102,
          90_000,
          0,
          Map.of(
              "level-asymmetry-allowed",
              "1",
              "packetization-mode",
              "1",
              "profile-level-id",
              "42e01f"),
          VIDEO_FEEDBACK,
          103);

  private static final HeaderExtension AUDIO_LEVEL =
      new HeaderExtension(1, "urn:ietf:params:rtp-hdrext:ssrc-audio-level");
  private static final HeaderExtension ABS_SEND_TIME =
      new HeaderExtension(2, "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time");
  private static final HeaderExtension TRANSPORT_CC =
      new HeaderExtension(
          3, "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01");
  private static final HeaderExtension MID =
      new HeaderExtension(4, "urn:ietf:params:rtp-hdrext:sdes:mid");
  private static final HeaderExtension ORIENTATION =
      new HeaderExtension(13, "urn:3gpp:video-orientation");

  private Codecs() {}

  /** The header extensions of a section of that kind (RFC 8285, one-byte ids). */
  public static List<HeaderExtension> extensions(MediaKind kind) {
    return kind == MediaKind.AUDIO
        ? List.of(AUDIO_LEVEL, ABS_SEND_TIME, TRANSPORT_CC, MID)
        : List.of(ABS_SEND_TIME, TRANSPORT_CC, MID, ORIENTATION);
  }

  /**
   * The video codecs that every session can decode, in the order given. A session that told nothing
   * counts as one that knows VP8; where nothing is common VP8 is left, which RFC 7742 makes
   * everybody's duty.
   *
   * @param order names in the order of preference; unknown names are skipped
   * @param told what each session told, by name
   */
  public static List<Codec> videoInCommon(List<String> order, List<List<String>> told) {
    List<Codec> common = new ArrayList<>();
    for (String name : order) {
      Codec codec = videoNamed(name);
      if (codec != null
          && !common.contains(codec)
          && told.stream().allMatch(names -> knows(names, codec))) {
        common.add(codec);
      }
    }
    return common.isEmpty() ? List.of(VP8) : List.copyOf(common);
  }

  private static boolean knows(List<String> names, Codec codec) {
    return names.isEmpty() ? codec == VP8 : names.stream().anyMatch(codec.name()::equalsIgnoreCase);
  }

  private static Codec videoNamed(String name) {
    return switch (name.strip().toUpperCase(Locale.ROOT)) {
      case "VP8" -> VP8;
      case "H264" -> H264;
      default -> null;
    };
  }
}

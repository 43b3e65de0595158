package io.sightline.gateway.sdp;

import io.sightline.media.api.Codec;
import io.sightline.media.api.HeaderExtension;
import io.sightline.media.api.MediaKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /** ITU-T G.722; its RTP clock is 8000 Hz though it samples at 16 000 (RFC 3551 section 4.5.2). */
  public static final Codec G722 = new Codec("G722", 9, 8_000, 1, Map.of(), AUDIO_FEEDBACK, -1);

  /** RFC 6184, non-interleaved mode. */
  public static final Codec H264 = h264("1", 102);

  /** RFC 6184, single NAL unit mode, for those who know no other. */
  public static final Codec H264_SINGLE_NAL = h264("0", 104);

  /** RFC 9628, profile 0: 8 bits, 4:2:0. */
  public static final Codec VP9 =
      new Codec("VP9", 98, 90_000, 0, Map.of("profile-id", "0"), VIDEO_FEEDBACK, 99);

  /** The AV1 RTP payload format of AOMedia, main profile at level 3.1. */
  public static final Codec AV1 =
      new Codec(
          "AV1",
          45,
          90_000,
          0,
          Map.of("level-idx", "5", "profile", "0", "tier", "0"),
          VIDEO_FEEDBACK,
          46);

  private static final List<Codec> ALL = List.of(OPUS, G722, VP8, VP9, H264, H264_SINGLE_NAL, AV1);

  private static final HeaderExtension AUDIO_LEVEL =
      new HeaderExtension(1, "urn:ietf:params:rtp-hdrext:ssrc-audio-level");
  private static final HeaderExtension ABS_SEND_TIME =
      new HeaderExtension(2, "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time");
  private static final HeaderExtension TRANSPORT_CC =
      new HeaderExtension(
          3, "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01");
  private static final HeaderExtension MID =
      new HeaderExtension(4, "urn:ietf:params:rtp-hdrext:sdes:mid");
  private static final HeaderExtension RID =
      new HeaderExtension(10, "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id");
  private static final HeaderExtension REPAIRED_RID =
      new HeaderExtension(11, "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id");
  private static final HeaderExtension ORIENTATION =
      new HeaderExtension(13, "urn:3gpp:video-orientation");

  private Codecs() {}

  /** The header extensions of a section of that kind (RFC 8285, one-byte ids). */
  public static List<HeaderExtension> extensions(MediaKind kind) {
    return kind == MediaKind.AUDIO
        ? List.of(AUDIO_LEVEL, ABS_SEND_TIME, TRANSPORT_CC, MID)
        : List.of(ABS_SEND_TIME, TRANSPORT_CC, MID, ORIENTATION);
  }

  /** The header extensions of a section by which a picture comes in layers (RFC 8852). */
  public static List<HeaderExtension> layerExtensions() {
    return List.of(ABS_SEND_TIME, TRANSPORT_CC, MID, RID, REPAIRED_RID, ORIENTATION);
  }

  /**
   * Whether layers of a codec can take turns in one stream here: a decoder goes on with any key
   * frame. VP9 and AV1 have layers of their own within a stream.
   */
  public static boolean hasLayers(Codec codec) {
    return codec.equals(VP8) || codec.equals(H264);
  }

  /**
   * The codecs of a kind that every session can decode, in the order given. A session that told
   * nothing counts as one that knows Opus and VP8; where nothing is common these are left, which
   * RFC 7874 and RFC 7742 make everybody's duty.
   *
   * @param order names in the order of preference; unknown names are skipped
   * @param told what each session told, by name
   */
  public static List<Codec> inCommon(MediaKind kind, List<String> order, List<List<String>> told) {
    Codec duty = kind == MediaKind.AUDIO ? OPUS : VP8;
    Set<Codec> common = new LinkedHashSet<>();
    for (String name : order) {
      for (Codec codec : ALL) {
        if (kindOf(codec) == kind
            && codec.name().equalsIgnoreCase(name.strip())
            && told.stream().allMatch(names -> knows(names, codec, duty))) {
          common.add(codec);
        }
      }
    }
    return common.isEmpty() ? List.of(duty) : List.copyOf(common);
  }

  /** The names of all codecs of a kind that there are here. */
  public static List<String> names(MediaKind kind) {
    return ALL.stream().filter(codec -> kindOf(codec) == kind).map(Codec::name).distinct().toList();
  }

  /** The codecs of a kind in an order of names; those not named are left out. */
  static List<Codec> ordered(MediaKind kind, List<String> order) {
    return order.stream()
        .flatMap(name -> ALL.stream().filter(codec -> codec.name().equalsIgnoreCase(name.strip())))
        .filter(codec -> kindOf(codec) == kind)
        .distinct()
        .toList();
  }

  /** Whether somebody who told these names can decode the codec; nothing told is the duty alone. */
  public static boolean knows(List<String> names, Codec codec) {
    return knows(names, codec, codec.channels() > 0 ? OPUS : VP8);
  }

  private static boolean knows(List<String> names, Codec codec, Codec duty) {
    return names.isEmpty()
        ? codec == duty
        : names.stream().anyMatch(codec.name()::equalsIgnoreCase);
  }

  private static MediaKind kindOf(Codec codec) {
    return codec.channels() > 0 ? MediaKind.AUDIO : MediaKind.VIDEO;
  }

  /** Constrained baseline at level 3.1 (RFC 6184 section 8.1). */
  private static Codec h264(String packetizationMode, int payloadType) {
    return new Codec(
        "H264",
        payloadType,
        90_000,
        0,
        Map.of(
            "level-asymmetry-allowed",
            "1",
            "packetization-mode",
            packetizationMode,
            "profile-level-id",
            "42e01f"),
        VIDEO_FEEDBACK,
        payloadType + 1);
  }
}

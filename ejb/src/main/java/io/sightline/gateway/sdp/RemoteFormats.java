package io.sightline.gateway.sdp;

import io.sightline.gateway.sdp.RemoteSection.RemoteFormat;
import io.sightline.media.api.Codec;
import io.sightline.media.api.MediaKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The formats of a client's offer that are known here, whatever payload types they have. */
final class RemoteFormats {
  /** RFC 3551 section 6: the payload type of G.722 that needs no rtpmap. */
  private static final String STATIC_G722 = "9";

  /** What an answer repeats of a client's parameters; others would be promises of the server. */
  private static final List<String> REPEATED =
      List.of(
          "profile-level-id",
          "packetization-mode",
          "level-asymmetry-allowed",
          "profile-id",
          "profile",
          "level-idx",
          "tier");

  private final MediaSection section;
  private final Map<String, String> names;
  private final Map<String, String> parameters;

  private RemoteFormats(MediaSection section) {
    this.section = section;
    this.names = Formats.byPayloadType(section.all("rtpmap"));
    this.parameters = Formats.byPayloadType(section.all("fmtp"));
  }

  /** In the client's order, but a codec's exact profile before one that is like it. */
  static List<RemoteFormat> of(MediaKind kind, MediaSection section) {
    RemoteFormats reader = new RemoteFormats(section);
    List<RemoteFormat> found = new ArrayList<>();
    for (String format : section.formats()) {
      long payloadType = Numbers.unsigned(format, 127);
      for (Codec own : Codecs.ordered(kind, Codecs.names(kind))) {
        if (payloadType >= 0 && reader.is(format, own)) {
          found.add(new RemoteFormat(own, reader.agreed(own, (int) payloadType)));
        }
      }
    }
    found.sort(Comparator.comparing(each -> !exact(each)));
    return found;
  }

  private static boolean exact(RemoteFormat format) {
    String profile = format.own().parameters().get("profile-level-id");
    String offered = format.agreed().parameters().getOrDefault("profile-level-id", "");
    return profile == null || offered.regionMatches(true, 0, profile, 0, 4);
  }

  private boolean is(String format, Codec own) {
    String named = names.getOrDefault(format, format.equals(STATIC_G722) ? "G722/8000" : "");
    String encoding = own.name() + "/" + own.clockRate();
    if (!named.regionMatches(true, 0, encoding, 0, encoding.length())
        || !named.substring(encoding.length()).matches("(/[0-9])?")) {
      return false;
    }
    Map<String, String> told = Formats.parameters(parameters.getOrDefault(format, ""));
    return switch (own.name()) {
      case "H264" ->
          told.getOrDefault("packetization-mode", "0")
                  .equals(own.parameters().get("packetization-mode"))
              && isBaseline(told.get("profile-level-id"));
      case "VP9" -> told.getOrDefault("profile-id", "0").equals("0");
      case "AV1" -> told.getOrDefault("profile", "0").equals("0");
      default -> true;
    };
  }

  /**
   * RFC 6184 section 8.1: profile_idc 66 is Baseline, which encoders also write who keep to its
   * constrained form; none told is Baseline.
   */
  private static boolean isBaseline(String profileLevelId) {
    return profileLevelId == null || profileLevelId.startsWith("42");
  }

  private Codec agreed(Codec own, int payloadType) {
    return new Codec(
        own.name(),
        payloadType,
        own.clockRate(),
        own.channels(),
        own.channels() > 0 ? own.parameters() : repeated(payloadType),
        feedback(own, payloadType),
        own.rtxPayloadType() >= 0 ? rtx(payloadType) : -1);
  }

  private Map<String, String> repeated(int payloadType) {
    Map<String, String> told =
        Formats.parameters(parameters.getOrDefault(Integer.toString(payloadType), ""));
    Map<String, String> kept = new TreeMap<>(told);
    kept.keySet().retainAll(REPEATED);
    return kept;
  }

  private int rtx(int payloadType) {
    for (String format : section.formats()) {
      boolean repairs =
          names.getOrDefault(format, "").regionMatches(true, 0, "rtx/", 0, 4)
              && Formats.parameters(parameters.getOrDefault(format, ""))
                  .getOrDefault("apt", "")
                  .equals(Integer.toString(payloadType));
      int repair = (int) Numbers.unsigned(format, 127);
      if (repairs && repair >= 0) {
        return repair;
      }
    }
    return -1;
  }

  private List<String> feedback(Codec own, int payloadType) {
    List<String> offered = section.all("rtcp-fb");
    return own.feedback().stream()
        .filter(each -> offered.contains(payloadType + " " + each) || offered.contains("* " + each))
        .toList();
  }
}

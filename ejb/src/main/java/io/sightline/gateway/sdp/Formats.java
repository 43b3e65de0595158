package io.sightline.gateway.sdp;

import io.sightline.media.api.Codec;
import io.sightline.media.api.HeaderExtension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Payload formats, header extensions and SSRCs of an answered section. */
final class Formats {
  private static final int MAX_SSRCS = 8;
  private static final int MAX_PARAMETERS = 32;

  private Formats() {}

  /** The offered codecs that the answer keeps, in the answer's order, with its parameters. */
  static List<Codec> codecs(OfferedSection offered, MediaSection section) throws SdpException {
    Map<String, String> names = byPayloadType(section.all("rtpmap"));
    Map<String, String> parameters = byPayloadType(section.all("fmtp"));
    List<Codec> codecs = new ArrayList<>();
    for (String format : section.formats()) {
      for (Codec codec : offered.codecs()) {
        String pt = Integer.toString(codec.payloadType());
        if (!format.equals(pt)
            || codecs.stream().anyMatch(c -> c.payloadType() == codec.payloadType())) {
          continue;
        }
        String encoding = codec.name() + "/" + codec.clockRate();
        String named = names.getOrDefault(pt, "");
        if (!named.regionMatches(true, 0, encoding, 0, encoding.length())) {
          throw new SdpException("payload type " + pt + " is another codec in the answer");
        }
        codecs.add(
            new Codec(
                codec.name(),
                codec.payloadType(),
                codec.clockRate(),
                codec.channels(),
                parameters(parameters.getOrDefault(pt, "")),
                feedback(codec, section),
                keepsRtx(codec, section, parameters) ? codec.rtxPayloadType() : -1));
      }
    }
    return codecs;
  }

  private static boolean keepsRtx(
      Codec codec, MediaSection section, Map<String, String> parameters) {
    String rtx = Integer.toString(codec.rtxPayloadType());
    return codec.rtxPayloadType() >= 0
        && section.formats().contains(rtx)
        && ("apt=" + codec.payloadType()).equals(parameters.get(rtx));
  }

  private static List<String> feedback(Codec codec, MediaSection section) {
    List<String> kept = new ArrayList<>();
    List<String> answered = section.all("rtcp-fb");
    for (String feedback : codec.feedback()) {
      if (answered.contains(codec.payloadType() + " " + feedback)
          || answered.contains("* " + feedback)) {
        kept.add(feedback);
      }
    }
    return kept;
  }

  static Map<String, String> byPayloadType(List<String> values) {
    Map<String, String> map = new HashMap<>();
    for (String value : values) {
      int blank = value.indexOf(' ');
      if (blank > 0) {
        map.putIfAbsent(value.substring(0, blank), value.substring(blank + 1).strip());
      }
    }
    return map;
  }

  static Map<String, String> parameters(String text) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String part : text.split(";", MAX_PARAMETERS)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        map.putIfAbsent(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    return map;
  }

  /** The offered extensions that the answer keeps; an id may not change (RFC 8285 section 6). */
  static List<HeaderExtension> extensions(OfferedSection offered, MediaSection section)
      throws SdpException {
    List<HeaderExtension> kept = new ArrayList<>();
    for (String value : section.all("extmap")) {
      String[] words = value.split(" ", 3);
      if (words.length < 2) {
        throw new SdpException("an extmap line is malformed");
      }
      int slash = words[0].indexOf('/');
      String id = slash < 0 ? words[0] : words[0].substring(0, slash);
      for (HeaderExtension extension : offered.extensions()) {
        if (extension.uri().equals(words[1])) {
          if (!id.equals(Integer.toString(extension.id()))) {
            throw new SdpException("header extension " + extension.id() + " changed its id");
          }
          if (!kept.contains(extension)) {
            kept.add(extension);
          }
        }
      }
    }
    return kept;
  }

  /** Announced SSRCs (RFC 5576), retransmission ones behind the others. */
  static List<Long> ssrcs(MediaSection section) throws SdpException {
    Set<Long> announced = new LinkedHashSet<>();
    for (String value : section.all("ssrc")) {
      int blank = value.indexOf(' ');
      announced.add(ssrc(blank < 0 ? value : value.substring(0, blank)));
      if (announced.size() > MAX_SSRCS) {
        throw new SdpException("more than " + MAX_SSRCS + " SSRCs in a section");
      }
    }
    Set<Long> retransmissions = new LinkedHashSet<>();
    for (String group : section.all("ssrc-group")) {
      String[] words = group.split(" ", MAX_SSRCS + 2);
      if (words.length == 3 && words[0].equals("FID")) {
        announced.add(ssrc(words[1]));
        retransmissions.add(ssrc(words[2]));
      }
    }
    announced.removeAll(retransmissions);
    List<Long> ordered = new ArrayList<>(announced);
    ordered.addAll(retransmissions);
    return ordered;
  }

  private static long ssrc(String text) throws SdpException {
    long ssrc = Numbers.unsigned(text, 0xffff_ffffL);
    if (ssrc < 0) {
      throw new SdpException("an SSRC is malformed");
    }
    return ssrc;
  }
}

package io.sightline.media.forwarding;

import io.sightline.media.api.Codec;
import io.sightline.media.api.HeaderExtension;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.SendTrack;
import io.sightline.media.rtp.ExtensionRewriter;
import io.sightline.media.rtp.ExtensionUri;
import io.sightline.media.rtp.VideoCodec;
import io.sightline.media.stream.SendStream;
import java.security.SecureRandom;
import java.util.Objects;

/** A track sent to an endpoint: one SSRC, fed by another endpoint's inbound track. */
final class OutboundTrack {
  /** Packets kept for retransmission, 384 kB: a second of 2.5 Mbit/s, four of 500 kbit/s. */
  private static final int VIDEO_CACHE = 256;

  private static final int DEFAULT_CLOCK_RATE = 90_000;

  private final MediaEndpoint endpoint;
  private final SendStream stream;
  private SendTrack definition;
  private InboundTrack source;
  private int absSendTimeExtension;
  private int transportExtension;

  OutboundTrack(MediaEndpoint endpoint, SendTrack definition, SecureRandom random) {
    this.endpoint = endpoint;
    int clockRate =
        definition.codecs().isEmpty() ? DEFAULT_CLOCK_RATE : definition.codecs().get(0).clockRate();
    this.stream =
        new SendStream(
            definition.ssrc(),
            clockRate,
            definition.kind() == MediaKind.VIDEO ? VIDEO_CACHE : 0,
            random.nextInt(1 << 15),
            random.nextInt() & 0xFFFF_FFFFL);
    if (definition.rtxSsrc() >= 0) {
      stream.setRtxSsrc(definition.rtxSsrc(), random.nextInt(1 << 15));
    }
    redefine(definition);
  }

  /** Whether the definition can be taken on without a new stream. */
  boolean continuesAs(SendTrack other) {
    return other.ssrc() == definition.ssrc()
        && other.rtxSsrc() == definition.rtxSsrc()
        && other.kind() == definition.kind();
  }

  void redefine(SendTrack current) {
    definition = current;
    absSendTimeExtension = InboundTrack.extension(current.extensions(), ExtensionUri.ABS_SEND_TIME);
    transportExtension = InboundTrack.extension(current.extensions(), ExtensionUri.TRANSPORT_CC);
  }

  MediaEndpoint endpoint() {
    return endpoint;
  }

  SendTrack definition() {
    return definition;
  }

  SendStream stream() {
    return stream;
  }

  /** The track forwarded, or null while it does not exist. */
  InboundTrack source() {
    return source;
  }

  int absSendTimeExtension() {
    return absSendTimeExtension;
  }

  int transportExtension() {
    return transportExtension;
  }

  /** Takes its media from a track, or from none; mappings follow what both sides negotiated. */
  void bind(InboundTrack from) {
    if (source != from) {
      if (source != null) {
        source.receivers().remove(this);
        stream.interrupt();
      }
      source = from;
      if (from != null) {
        from.receivers().add(this);
      }
    }
    if (from != null) {
      mapCodecs(from);
      mapExtensions(from);
    }
  }

  private void mapCodecs(InboundTrack from) {
    for (Codec theirs : from.definition().codecs()) {
      for (Codec ours : definition.codecs()) {
        if (isSame(theirs, ours)) {
          stream.mapPayloadType(
              theirs.payloadType(),
              ours.payloadType(),
              VideoCodec.named(ours.name()),
              ours.rtxPayloadType());
          break;
        }
      }
    }
  }

  /** Same name and clock; for H.264 the same packetization and profile (RFC 6184 section 8.1). */
  private static boolean isSame(Codec a, Codec b) {
    return a.name().equalsIgnoreCase(b.name())
        && a.clockRate() == b.clockRate()
        && Math.max(1, a.channels()) == Math.max(1, b.channels())
        && Objects.equals(mode(a), mode(b))
        && Objects.equals(profile(a), profile(b));
  }

  private static String mode(Codec codec) {
    return codec.parameters().getOrDefault("packetization-mode", "0");
  }

  private static String profile(Codec codec) {
    String level = codec.parameters().get("profile-level-id");
    if (level == null || level.length() < 4) {
      return codec.parameters().getOrDefault("profile-id", "");
    }
    return level.substring(0, 4).toLowerCase(java.util.Locale.ROOT);
  }

  private void mapExtensions(InboundTrack from) {
    ExtensionRewriter rewriter = stream.extensions();
    rewriter.clear();
    for (HeaderExtension theirs : from.definition().extensions()) {
      int id = InboundTrack.extension(definition.extensions(), theirs.uri());
      if (id >= 0) {
        rewriter.map(theirs.id(), id);
        if (theirs.uri().equals(ExtensionUri.MID)) {
          rewriter.setMid(id, definition.mid());
        }
      }
    }
  }
}

package io.sightline.media.forwarding;

import io.sightline.media.api.Codec;
import io.sightline.media.api.HeaderExtension;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.SendTrack;
import io.sightline.media.rate.PathRate;
import io.sightline.media.rtp.ExtensionRewriter;
import io.sightline.media.rtp.ExtensionUri;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.rtp.VideoCodec;
import io.sightline.media.stream.ReceiveStream;
import io.sightline.media.stream.SendStream;
import java.security.SecureRandom;
import java.util.Objects;

/** A track sent to an endpoint: one SSRC, fed by another endpoint's inbound track. */
final class OutboundTrack {
  /** Packets kept for retransmission, 384 kB: a second of 2.5 Mbit/s, four of 500 kbit/s. */
  private static final int VIDEO_CACHE = 256;

  private static final long FLOW_NS = 2_000_000_000L;

  private static final int DEFAULT_CLOCK_RATE = 90_000;

  private final MediaEndpoint endpoint;
  private final SendStream stream;
  private SendTrack definition;
  private InboundTrack source;
  private int absSendTimeExtension;
  private int transportExtension;
  private long flowed;
  private long flowedNs;
  private long allowed = PathRate.UNKNOWN;
  private boolean leftOut;
  private long settledUntilNs;
  private LayerSwitch layers;
  private int padded;

  OutboundTrack(MediaEndpoint endpoint, SendTrack definition, SecureRandom random) {
    this.endpoint = endpoint;
    this.settledUntilNs = System.nanoTime();
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

  boolean isVideo() {
    return definition.kind() == MediaKind.VIDEO;
  }

  /** Sets what describes the hop, not the stream, in a packet that leaves now. */
  void stamp(RtpPacket packet, long nowNs) {
    if (absSendTimeExtension >= 0) {
      stream.extensions().setAbsSendTime(packet, absSendTimeExtension, nowNs);
    }
    if (transportExtension >= 0) {
      int sequence = endpoint.nextTransportSequence();
      if (stream.extensions().setTransportSequence(packet, transportExtension, sequence)) {
        endpoint.downlink().sent(sequence, packet.length(), nowNs);
      }
    }
  }

  /** Whether packets went out lately; a still screen sends one now and then. */
  boolean flows(long nowNs) {
    if (stream.packets() != flowed) {
      flowed = stream.packets();
      flowedNs = nowNs;
    }
    return flowed > 0 && nowNs - flowedNs < FLOW_NS;
  }

  /** The share of the receiver's path in bit/s, or {@link PathRate#UNKNOWN} for all it wants. */
  long allowed() {
    return allowed;
  }

  void allow(long bitsPerSecond) {
    allowed = bitsPerSecond;
  }

  /** Whether nothing of it is sent now because the receiver's path has no room for it. */
  boolean isLeftOut() {
    return leftOut;
  }

  /** Until when it stays left out or in, whatever the path's room. */
  long settledUntilNs() {
    return settledUntilNs;
  }

  /** Keeps it as it is at least until then. */
  void settle(long untilNs) {
    settledUntilNs = Math.max(settledUntilNs, untilNs);
  }

  void leaveOut(long untilNs) {
    leftOut = true;
    settledUntilNs = untilNs;
    stream.interrupt();
  }

  /** Sends it again, from its next key frame on, at least until then. */
  void takeIn(long untilNs) {
    leftOut = false;
    settledUntilNs = untilNs;
    wantKeyFrame();
  }

  /** Has a key frame asked for of what it takes. */
  void wantKeyFrame() {
    if (source != null) {
      source.wantKeyFrame(layers == null ? 0 : layers.choice().target());
    }
  }

  /** Which of its source's layers it takes; null unless the source has layers. */
  LayerSwitch layers() {
    return layers;
  }

  /** The stream whose packets go out, or null before there is one. */
  ReceiveStream forwarded() {
    if (layers != null) {
      return layers.forwarded();
    }
    return source == null || source.primary() == null ? null : source.primary().stream();
  }

  /**
   * Sends again what it sent lately, to try whether the path has room for a higher layer.
   *
   * @param bytes how many at least, none for 0 or less
   * @return how many more than that were sent, or 0 when there is nothing to repeat
   */
  int pad(int bytes, byte[] buffer, RtpPacket packet, long nowNs) {
    int left = bytes;
    while (left > 0) {
      int length = stream.repeat(padded++ % VIDEO_CACHE / 2, buffer, 0);
      if (length == 0) {
        padded = 0;
        return 0;
      }
      packet.wrap(buffer, 0, length);
      stamp(packet, nowNs);
      endpoint.sendRtp(buffer, length);
      left -= length;
    }
    return -left;
  }

  /** Takes its media from a track, or from none; mappings follow what both sides negotiated. */
  void bind(InboundTrack from) {
    if (source != from) {
      if (source != null) {
        source.receivers().remove(this);
        stream.interrupt();
      }
      source = from;
      layers = from != null && from.isLayered() ? new LayerSwitch(from, stream) : null;
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

  /**
   * Same name and clock; for H.264 the same packetization and profile (RFC 6184 section 8.1), for
   * VP9 the same profile, which is 0 where none is named, as by Firefox (RFC 9628 section 6).
   */
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
      return codec.parameters().getOrDefault("profile-id", "0");
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

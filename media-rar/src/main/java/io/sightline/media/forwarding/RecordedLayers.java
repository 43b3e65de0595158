package io.sightline.media.forwarding;

import io.sightline.media.api.Codec;
import io.sightline.media.api.HeaderExtension;
import io.sightline.media.api.ReceiveTrack;
import io.sightline.media.rate.LayerChoice;
import io.sightline.media.rtp.Bytes;
import io.sightline.media.rtp.ExtensionUri;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.rtp.VideoCodec;
import io.sightline.media.stream.SendStream;
import io.sightline.media.transport.MediaThread;
import java.security.SecureRandom;

/**
 * The highest layer that arrives of a simulcast track, as the one continuous stream that recordings
 * take. Media thread only.
 */
final class RecordedLayers {
  private final SendStream stream;
  private final LayerSwitch layers;
  private final RtpPacket packet = new RtpPacket();
  private final byte[] buffer = new byte[MediaThread.BUFFER_BYTES];
  private final byte[] clocks = new byte[16];

  /**
   * Nothing chosen yet.
   *
   * @param ssrc under which the track is recorded
   */
  RecordedLayers(InboundTrack track, long ssrc, SecureRandom random) {
    ReceiveTrack definition = track.definition();
    stream =
        new SendStream(
            ssrc,
            definition.codecs().get(0).clockRate(),
            0,
            random.nextInt(1 << 15),
            random.nextInt() & 0xFFFF_FFFFL);
    layers = new LayerSwitch(track, stream);
    redefine(definition);
  }

  /** Payload types and extensions stay as they are; which layer it is does not matter any more. */
  void redefine(ReceiveTrack definition) {
    for (Codec codec : definition.codecs()) {
      stream.mapPayloadType(
          codec.payloadType(), codec.payloadType(), VideoCodec.named(codec.name()), -1);
    }
    stream.extensions().clear();
    for (HeaderExtension extension : definition.extensions()) {
      boolean names =
          extension.uri().equals(ExtensionUri.RID)
              || extension.uri().equals(ExtensionUri.REPAIRED_RID);
      if (!names) {
        stream.extensions().map(extension.id(), extension.id());
      }
    }
  }

  LayerSwitch layers() {
    return layers;
  }

  void choose(long nowNs) {
    layers.choose(LayerChoice.UNLIMITED, Long.MIN_VALUE, false, nowNs);
  }

  /** A recording begins or goes on: it starts at a key frame. */
  void interrupt() {
    stream.interrupt();
  }

  /** The packet as it is recorded, or null when it is of another layer or waits. */
  RtpPacket take(RtpPacket arrived, InboundStream from, long nowNs) {
    if (!layers.takes(from.layer())) {
      return null;
    }
    System.arraycopy(arrived.buffer(), arrived.offset(), buffer, 0, arrived.length());
    packet.wrap(buffer, 0, arrived.length());
    if (stream.forward(packet, from.stream().index(), nowNs) != SendStream.Verdict.SEND) {
      return null;
    }
    layers.sent(from.layer());
    return packet;
  }

  /** The next packet that had overtaken the beginning of its key frame, or null. */
  RtpPacket nextHeld(long nowNs) {
    int length = stream.nextHeld(buffer, 0, nowNs);
    return length > 0 && packet.wrap(buffer, 0, length) ? packet : null;
  }

  /** The clocks of a layer's sender report as they are recorded, or null for another layer. */
  byte[] clocks(byte[] ssrcNtpRtp) {
    if (Bytes.u32(ssrcNtpRtp, 0) != stream.sourceSsrc()) {
      return null;
    }
    System.arraycopy(ssrcNtpRtp, 0, clocks, 0, clocks.length);
    Bytes.put32(clocks, 0, stream.ssrc());
    Bytes.put32(clocks, 12, stream.timestampOf(Bytes.u32(ssrcNtpRtp, 12)));
    return clocks;
  }
}

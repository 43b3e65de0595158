package io.sightline.media.forwarding;

import io.sightline.media.stream.ReceiveStream;

/**
 * One received SSRC and the track it belongs to.
 *
 * @param stream null for an SSRC of retransmissions, which are counted with what they repair
 */
record InboundStream(long ssrc, InboundTrack track, ReceiveStream stream) {
  boolean isRetransmission() {
    return stream == null;
  }
}

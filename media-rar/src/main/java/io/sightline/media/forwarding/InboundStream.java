package io.sightline.media.forwarding;

import io.sightline.media.stream.ReceiveStream;

/**
 * One received SSRC and the track it belongs to.
 *
 * @param stream null for an SSRC of retransmissions, which are counted with what they repair
 * @param layer of a simulcast track, the lowest is 0; -1 for a track of one stream
 */
record InboundStream(long ssrc, InboundTrack track, ReceiveStream stream, int layer) {
  boolean isRetransmission() {
    return stream == null;
  }
}

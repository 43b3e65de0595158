package io.sightline.media.recorder;

import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.rtp.Sequences;
import io.sightline.media.rtp.VideoCodec;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Holds video back after a pause until a key frame begins: pictures before it are told as
 * differences from pictures of the pause. What came before the key frame's first packet and belongs
 * to it or to later pictures is handed out with it. Media thread only; memory is taken only while
 * one is awaited.
 */
final class AwaitedKeyFrame {
  /** Packets held at most, the oldest go first: some 300 kB. */
  private static final int MAX_HELD = 256;

  /** Takes what was held, in its order of arrival. */
  @FunctionalInterface
  interface Taker {
    void take(byte[] buffer, int offset, int length, long arrivalNs);
  }

  private record Held(byte[] bytes, long timestamp, long arrivalNs) {}

  private final Deque<Held> held = new ArrayDeque<>();
  private boolean awaited;

  boolean isAwaited() {
    return awaited;
  }

  void await() {
    awaited = true;
    held.clear();
  }

  void cancel() {
    awaited = false;
    held.clear();
  }

  /**
   * Looks at a packet while a key frame is awaited.
   *
   * @return true when it begins the key frame: what was held with it has been handed out, and the
   *     packet itself is next
   */
  boolean begins(RtpPacket packet, String codec, long arrivalNs, Taker taker) {
    if (!VideoCodec.named(codec)
        .startsKeyFrame(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      if (held.size() >= MAX_HELD) {
        held.removeFirst();
      }
      int from = packet.offset();
      byte[] bytes = Arrays.copyOfRange(packet.buffer(), from, from + packet.length());
      held.addLast(new Held(bytes, packet.timestamp(), arrivalNs));
      return false;
    }
    for (Held one : held) {
      if (Sequences.distance32(one.timestamp(), packet.timestamp()) >= 0) {
        taker.take(one.bytes(), 0, one.bytes().length, one.arrivalNs());
      }
    }
    cancel();
    return true;
  }
}

package io.sightline.mixer.av;

import java.util.ArrayDeque;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * Packets of a video encoder that wait for their turn in a file. Not thread-safe, but may be passed
 * from one thread to another.
 */
public final class PacketQueue implements VideoEncoder.Sink, AutoCloseable {
  private final ArrayDeque<AVPacket> packets = new ArrayDeque<>();
  private final long fromTick;

  /**
   * @param fromTick packets before are not kept
   */
  public PacketQueue(long fromTick) {
    this.fromTick = fromTick;
  }

  @Override
  public void accept(AVPacket packet) throws AvException {
    if (packet.pts() < fromTick) {
      avcodec.av_packet_unref(packet);
      return;
    }
    AVPacket kept = avcodec.av_packet_alloc();
    if (kept == null) {
      throw new AvException("no memory for a packet");
    }
    avcodec.av_packet_move_ref(kept, packet);
    packets.add(kept);
  }

  /**
   * Writes what belongs to a time and before.
   *
   * @param stream the file's number of the stream
   * @param tick the last time to write, in frame durations
   */
  public void writeTo(MuxSink sink, int stream, long tick, int framesPerSecond) throws AvException {
    try (AVRational timeBase = new AVRational().num(1).den(framesPerSecond)) {
      while (!packets.isEmpty() && packets.peek().pts() <= tick) {
        AVPacket packet = packets.poll();
        try {
          sink.write(stream, packet, timeBase);
        } finally {
          avcodec.av_packet_free(packet);
        }
      }
    }
  }

  @Override
  public void close() {
    while (!packets.isEmpty()) {
      avcodec.av_packet_free(packets.poll());
    }
  }
}

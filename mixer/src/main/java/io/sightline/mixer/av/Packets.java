package io.sightline.mixer.av;

import static io.sightline.mixer.av.AvException.check;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;

/** Copies bytes into libav's packets. */
final class Packets {
  private Packets() {}

  static void fill(AVPacket packet, byte[] data) throws AvException {
    check(avcodec.av_new_packet(packet, data.length), "allocating a packet");
    packet.data().capacity(data.length).put(data, 0, data.length);
  }
}

package io.sightline.mixer.av;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;

/** Number and checksum (CRC-32 over all of them) of a stream's packets. Not thread-safe. */
public final class PacketPrint {
  private final IntPointer table = avutil.av_crc_get_table(avutil.AV_CRC_32_IEEE_LE);
  private long packets;
  private int checksum = -1;

  void add(AVPacket packet) {
    packets++;
    checksum = avutil.av_crc(table, checksum, packet.data(), packet.size());
  }

  boolean matches(PacketPrint other) {
    return packets == other.packets && checksum == other.checksum;
  }

  long packets() {
    return packets;
  }
}

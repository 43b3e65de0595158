package io.sightline.media.stream;

import io.sightline.media.rtp.Bytes;
import java.util.ArrayList;
import java.util.List;

/** A VP8 sender: 30 frames a second of a few packets each, with picture ids. */
final class VideoSource {
  static final int PAYLOAD_TYPE = 96;
  private final long ssrc;
  private int sequence;
  private long timestamp;
  private int picture;
  private int tl0;
  private boolean keyFrameWanted = true;
  private long frames;
  private final List<byte[]> sent = new ArrayList<>();

  VideoSource(long ssrc, int sequence, long timestamp, int picture) {
    this.ssrc = ssrc;
    this.sequence = sequence;
    this.timestamp = timestamp;
    this.picture = picture;
  }

  void wantKeyFrame() {
    keyFrameWanted = true;
  }

  /** The packets of the next frame. Bytes 20 to 27 of each hold the frame's number. */
  List<byte[]> frame() {
    boolean key = keyFrameWanted;
    keyFrameWanted = false;
    int count = key ? 8 : 3;
    List<byte[]> packets = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      byte[] packet = new byte[200];
      packet[0] = (byte) 0x80;
      packet[1] = (byte) (PAYLOAD_TYPE | (n == count - 1 ? 0x80 : 0));
      Bytes.put16(packet, 2, sequence++);
      Bytes.put32(packet, 4, timestamp);
      Bytes.put32(packet, 8, ssrc);
      packet[12] = (byte) (n == 0 ? 0x90 : 0x80);
      packet[13] = (byte) 0xC0;
      Bytes.put16(packet, 14, 0x8000 | (picture & 0x7FFF));
      packet[16] = (byte) tl0;
      packet[17] = (byte) (key ? 0 : 1);
      Bytes.put64(packet, 20, frames);
      packets.add(packet);
      sent.add(packet);
    }
    frames++;
    picture++;
    tl0++;
    timestamp += 3000;
    return packets;
  }

  /** The latest packet with that sequence number, or null. */
  byte[] again(int wanted) {
    for (int i = sent.size() - 1; i >= Math.max(0, sent.size() - 1000); i--) {
      if (Bytes.u16(sent.get(i), 2) == wanted) {
        return sent.get(i);
      }
    }
    return null;
  }
}

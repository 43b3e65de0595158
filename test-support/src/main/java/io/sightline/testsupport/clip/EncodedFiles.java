package io.sightline.testsupport.clip;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Takes the frames and packets out of files that an encoder wrote; the files must be whole. */
public final class EncodedFiles {
  private static final int IVF_FRAME_HEADER = 12;
  private static final int OGG_PAGE_HEADER = 27;

  private EncodedFiles() {}

  /** The frames of an IVF file, in order, without their headers. */
  public static List<byte[]> ivfFrames(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.getShort(6));
    List<byte[]> frames = new ArrayList<>();
    while (in.remaining() >= IVF_FRAME_HEADER) {
      byte[] frame = new byte[in.getInt()];
      in.getLong();
      in.get(frame);
      frames.add(frame);
    }
    return frames;
  }

  /**
   * The packets of an Ogg file with one stream (RFC 3533 section 6), headers included; Opus has two
   * header packets (RFC 7845 section 3).
   */
  public static List<byte[]> oggPackets(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    List<byte[]> packets = new ArrayList<>();
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    while (in.remaining() >= OGG_PAGE_HEADER) {
      in.position(in.position() + OGG_PAGE_HEADER - 1);
      byte[] lacing = new byte[in.get() & 0xff];
      in.get(lacing);
      for (byte lace : lacing) {
        byte[] segment = new byte[lace & 0xff];
        in.get(segment);
        packet.writeBytes(segment);
        if (segment.length < 255) {
          packets.add(packet.toByteArray());
          packet.reset();
        }
      }
    }
    return packets;
  }
}

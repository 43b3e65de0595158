package io.sightline.testsupport.content;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Wraps Opus packets of 20 ms into an Ogg file (RFC 7845), one packet a page. */
final class OggFile {
  private OggFile() {}

  static byte[] of(List<byte[]> packets) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ByteBuffer head = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
    head.put("OpusHead".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 1);
    head.putShort((short) 0).putInt(48_000).putShort((short) 0).put((byte) 0);
    file.writeBytes(page(head.array(), 2, 0, 0));
    ByteBuffer tags = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    tags.put("OpusTags".getBytes(StandardCharsets.US_ASCII)).putInt(0).putInt(0);
    file.writeBytes(page(tags.array(), 0, 0, 1));
    for (int i = 0; i < packets.size(); i++) {
      int flags = i == packets.size() - 1 ? 4 : 0;
      file.writeBytes(page(packets.get(i), flags, 960L * (i + 1), i + 2));
    }
    return file.toByteArray();
  }

  private static byte[] page(byte[] packet, int flags, long granule, int number) {
    int laces = packet.length / 255 + 1;
    ByteBuffer page =
        ByteBuffer.allocate(27 + laces + packet.length).order(ByteOrder.LITTLE_ENDIAN);
    page.put("OggS".getBytes(StandardCharsets.US_ASCII)).put((byte) 0).put((byte) flags);
    page.putLong(granule).putInt(1).putInt(number).putInt(0).put((byte) laces);
    for (int i = 0; i < laces - 1; i++) {
      page.put((byte) 255);
    }
    page.put((byte) (packet.length % 255)).put(packet);
    page.putInt(22, crc(page.array()));
    return page.array();
  }

  private static int crc(byte[] page) {
    int crc = 0;
    for (byte b : page) {
      crc ^= (b & 0xff) << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc < 0 ? crc << 1 ^ 0x04c11db7 : crc << 1;
      }
    }
    return crc;
  }
}

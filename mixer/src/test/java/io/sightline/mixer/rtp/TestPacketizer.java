package io.sightline.mixer.rtp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits encoded frames into RTP payloads, written from the RFCs and not from the depacketizers.
 */
public final class TestPacketizer {
  private final String codec;
  private final int limit;
  private int pictureId = 0x7FF0;

  public TestPacketizer(String codec, int limit) {
    this.codec = codec;
    this.limit = limit;
  }

  public static byte[] header(
      int payloadType, int sequence, long timestamp, long ssrc, boolean marker) {
    return ByteBuffer.allocate(12)
        .put((byte) 0x80)
        .put((byte) (payloadType | (marker ? 0x80 : 0)))
        .putShort((short) sequence)
        .putInt((int) timestamp)
        .putInt((int) ssrc)
        .array();
  }

  /** Adds the header extension 13 in the one-byte form (RFC 8285 section 4.2). */
  public static byte[] withOrientation(byte[] header, int quarters) {
    byte[] extended =
        ByteBuffer.allocate(header.length + 8)
            .put(header)
            .putShort((short) 0xBEDE)
            .putShort((short) 1)
            .put((byte) (13 << 4))
            .put((byte) quarters)
            .array();
    extended[0] |= 0x10;
    return extended;
  }

  public static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  public List<byte[]> packetize(byte[] frame) {
    return switch (codec) {
      case "VP8" -> vp8(frame);
      case "VP9" -> vp9(frame);
      case "AV1" -> av1(frame);
      default -> h264(frame);
    };
  }

  private List<byte[]> vp8(byte[] frame) {
    List<byte[]> payloads = new ArrayList<>();
    for (int at = 0; at < frame.length; at += limit) {
      byte[] descriptor = {
        (byte) (0x80 | (at == 0 ? 0x10 : 0)),
        (byte) 0x80,
        (byte) (0x80 | pictureId >> 8),
        (byte) pictureId
      };
      byte[] part = Arrays.copyOfRange(frame, at, Math.min(frame.length, at + limit));
      payloads.add(concat(descriptor, part));
    }
    pictureId = (pictureId + 1) & 0x7FFF;
    return payloads;
  }

  private List<byte[]> vp9(byte[] frame) {
    List<byte[]> payloads = new ArrayList<>();
    // Uncompressed header: two bits of marker, two of profile, show_existing_frame, frame_type.
    boolean inter = (frame[0] & 0x04) != 0;
    for (int at = 0; at < frame.length; at += limit) {
      boolean end = at + limit >= frame.length;
      int flags = 0x80 | (inter ? 0x40 : 0) | (at == 0 ? 0x08 : 0) | (end ? 0x04 : 0);
      byte[] descriptor = {(byte) flags, (byte) (0x80 | pictureId >> 8), (byte) pictureId};
      byte[] part = Arrays.copyOfRange(frame, at, Math.min(frame.length, at + limit));
      payloads.add(concat(descriptor, part));
    }
    pictureId = (pictureId + 1) & 0x7FFF;
    return payloads;
  }

  /** One element in each packet: an OBU without its size, or a part of it. */
  private List<byte[]> av1(byte[] unit) {
    List<byte[]> payloads = new ArrayList<>();
    boolean sequence = false;
    for (int at = 0; at < unit.length; ) {
      int type = unit[at] >> 3 & 0x0F;
      int size = 0;
      int digits = 0;
      do {
        size |= (unit[at + 1 + digits] & 0x7F) << (7 * digits);
      } while ((unit[at + 1 + digits++] & 0x80) != 0);
      int body = at + 1 + digits;
      byte[] header = {(byte) (unit[at] & ~0x02)};
      byte[] obu = concat(header, Arrays.copyOfRange(unit, body, body + size));
      at = body + size;
      sequence |= type == 1;
      if (type != 2) {
        for (int from = 0; from < obu.length; from += limit) {
          int to = Math.min(obu.length, from + limit);
          int flags = (from > 0 ? 0x80 : 0) | (to < obu.length ? 0x40 : 0) | 0x10;
          flags |= sequence && payloads.isEmpty() ? 0x08 : 0;
          payloads.add(concat(new byte[] {(byte) flags}, Arrays.copyOfRange(obu, from, to)));
        }
      }
    }
    return payloads;
  }

  private List<byte[]> h264(byte[] unit) {
    List<byte[]> payloads = new ArrayList<>();
    List<byte[]> sets = new ArrayList<>();
    for (byte[] nal : units(unit)) {
      int type = nal[0] & 0x1F;
      if (type == 7 || type == 8) {
        sets.add(nal);
        continue;
      }
      if (!sets.isEmpty()) {
        payloads.add(stapA(sets));
        sets.clear();
      }
      if (nal.length <= limit) {
        payloads.add(nal);
        continue;
      }
      for (int at = 1; at < nal.length; at += limit) {
        boolean end = at + limit >= nal.length;
        int flags = (at == 1 ? 0x80 : 0) | (end ? 0x40 : 0) | type;
        byte[] fu = {(byte) ((nal[0] & 0xE0) | 28), (byte) flags};
        payloads.add(concat(fu, Arrays.copyOfRange(nal, at, Math.min(nal.length, at + limit))));
      }
    }
    return payloads;
  }

  private static byte[] stapA(List<byte[]> units) {
    byte[] payload = {(byte) (24 | 0x60)};
    for (byte[] unit : units) {
      byte[] size = {(byte) (unit.length >> 8), (byte) unit.length};
      payload = concat(concat(payload, size), unit);
    }
    return payload;
  }

  /** The units between start codes of three or four bytes. */
  public static List<byte[]> units(byte[] bytes) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i + 3 <= bytes.length; i++) {
      if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) {
        starts.add(i + 3);
      }
    }
    List<byte[]> units = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int end = i + 1 < starts.size() ? starts.get(i + 1) - 3 : bytes.length;
      while (end > starts.get(i) && i + 1 < starts.size() && bytes[end - 1] == 0) {
        end--;
      }
      units.add(Arrays.copyOfRange(bytes, starts.get(i), end));
    }
    return units;
  }
}

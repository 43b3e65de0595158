package io.sightline.testsupport.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An RTP packet (RFC 3550 section 5.1), unprotected.
 *
 * @param sequence 0 to 65535
 * @param timestamp unsigned 32-bit
 * @param ssrc unsigned 32-bit
 * @param mid from the header extension, or empty
 * @param payload without padding
 */
public record RtpPacket(
    int payloadType,
    boolean marker,
    int sequence,
    long timestamp,
    long ssrc,
    String mid,
    byte[] payload) {

  /**
   * Writes the packet.
   *
   * @param midExtension identifier of the mid extension (RFC 8843 section 15), 0 for none
   */
  public byte[] encode(int midExtension) {
    return encode(midExtension, 0, "");
  }

  /**
   * Writes the packet with a further text in its header extension.
   *
   * @param textExtension identifier of that extension, such as a rid's (RFC 8852), 0 for none
   */
  public byte[] encode(int midExtension, int textExtension, String text) {
    byte[] elements =
        join(element(midExtension, mid), element(textExtension, textExtension == 0 ? "" : text));
    byte[] extension = elements.length == 0 ? elements : extension(elements);
    ByteBuffer out = ByteBuffer.allocate(12 + extension.length + payload.length);
    out.put((byte) (extension.length > 0 ? 0x90 : 0x80));
    out.put((byte) ((marker ? 0x80 : 0) | payloadType));
    out.putShort((short) sequence).putInt((int) timestamp).putInt((int) ssrc);
    return out.put(extension).put(payload).array();
  }

  private static byte[] extension(byte[] elements) {
    int words = (elements.length + 3) / 4;
    ByteBuffer out = ByteBuffer.allocate(4 + 4 * words);
    out.putShort((short) 0xbede).putShort((short) words).put(elements);
    return out.array();
  }

  private static byte[] element(int id, String text) {
    byte[] name = text.getBytes(StandardCharsets.US_ASCII);
    return id == 0 || name.length == 0
        ? new byte[0]
        : join(new byte[] {(byte) (id << 4 | (name.length - 1))}, name);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /**
   * Reads a packet.
   *
   * @param midExtension identifier of the mid extension, 0 for none
   * @throws IllegalArgumentException when lengths do not fit
   */
  public static RtpPacket decode(byte[] packet, int midExtension) {
    if (packet.length < 12 || (packet[0] & 0xc0) != 0x80) {
      throw new IllegalArgumentException("not RTP");
    }
    ByteBuffer in = ByteBuffer.wrap(packet);
    int at = 12 + 4 * (packet[0] & 0x0f);
    String mid = "";
    if ((packet[0] & 0x10) != 0) {
      check(at + 4 <= packet.length);
      int end = at + 4 + 4 * (in.getShort(at + 2) & 0xffff);
      check(end <= packet.length);
      if ((in.getShort(at) & 0xffff) == 0xbede) {
        mid = find(packet, at + 4, end, midExtension);
      }
      at = end;
    }
    int padding = (packet[0] & 0x20) != 0 ? packet[packet.length - 1] & 0xff : 0;
    check(at + padding <= packet.length);
    return new RtpPacket(
        packet[1] & 0x7f,
        packet[1] < 0,
        in.getShort(2) & 0xffff,
        in.getInt(4) & 0xffffffffL,
        in.getInt(8) & 0xffffffffL,
        mid,
        Arrays.copyOfRange(packet, at, packet.length - padding));
  }

  private static String find(byte[] packet, int from, int to, int wanted) {
    int at = from;
    while (at < to) {
      int id = (packet[at] & 0xf0) >> 4;
      int length = (packet[at] & 0x0f) + 1;
      if (id == 0) {
        at++;
      } else if (id == 15 || at + 1 + length > to) {
        return "";
      } else if (id == wanted) {
        return new String(packet, at + 1, length, StandardCharsets.US_ASCII);
      } else {
        at += 1 + length;
      }
    }
    return "";
  }

  private static void check(boolean fits) {
    if (!fits) {
      throw new IllegalArgumentException("RTP lengths");
    }
  }
}

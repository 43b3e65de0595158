package io.sightline.mixer.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * One pcapng file (draft-ietf-opsawg-pcapng): an interface for each track, named after it, link
 * type raw IPv4. The packets' IP and UDP headers are made up: track n comes from 192.0.2.(n+1),
 * port 10000 + 2n, RTCP one port above, and goes to 192.0.2.254 with the same port.
 */
final class Pcapng implements PacketOutput {
  private static final int SECTION_HEADER = 0x0A0D0D0A;
  private static final int INTERFACE = 1;
  private static final int ENHANCED_PACKET = 6;
  private static final int LINKTYPE_IPV4 = 228;
  private static final int OPTION_NAME = 2;
  private static final int OPTION_RESOLUTION = 9;
  private static final int IP_AND_UDP = 28;
  private static final int FIRST_PORT = 10_000;

  private final Path file;
  private final Map<Integer, Integer> interfaces = new HashMap<>();
  private OutputStream out;
  private long startedEpochMillis;

  Pcapng(Path file) {
    this.file = file;
  }

  @Override
  public void begin(long epochMillis) throws IOException {
    startedEpochMillis = epochMillis;
    out =
        new BufferedOutputStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    block(
        SECTION_HEADER,
        ByteBuffer.allocate(16)
            .putInt(0x1A2B3C4D)
            .putShort((short) 1)
            .putShort((short) 0)
            .putLong(-1)
            .array());
  }

  @Override
  public void track(int number, String description) throws IOException {
    if (interfaces.containsKey(number)) {
      return;
    }
    interfaces.put(number, interfaces.size());
    byte[] name = ("track-" + number + " " + description).getBytes(StandardCharsets.UTF_8);
    block(
        INTERFACE,
        ByteBuffer.allocate(8 + 4 + padded(name.length) + 8 + 4)
            .putShort((short) LINKTYPE_IPV4)
            .putShort((short) 0)
            .putInt(0)
            .putShort((short) OPTION_NAME)
            .putShort((short) name.length)
            .put(name)
            .put(new byte[padded(name.length) - name.length])
            .putShort((short) OPTION_RESOLUTION)
            .putShort((short) 1)
            .put((byte) 9)
            .put(new byte[3])
            .putInt(0)
            .array());
  }

  @Override
  public void packet(int track, boolean rtcp, long arrivalNs, byte[] bytes, int offset, int length)
      throws IOException {
    long ns = startedEpochMillis * 1_000_000 + arrivalNs;
    int captured = IP_AND_UDP + length;
    ByteBuffer body =
        ByteBuffer.allocate(20 + padded(captured))
            .putInt(interfaces.get(track))
            .putInt((int) (ns >>> 32))
            .putInt((int) ns)
            .putInt(captured)
            .putInt(captured);
    headers(body, track, rtcp, length);
    body.put(bytes, offset, length).position(body.capacity());
    block(ENHANCED_PACKET, body.array());
  }

  private static void headers(ByteBuffer body, int track, boolean rtcp, int length) {
    int at = body.position();
    int port = FIRST_PORT + 2 * (track % 20_000) + (rtcp ? 1 : 0);
    body.put((byte) 0x45)
        .put((byte) 0)
        .putShort((short) (IP_AND_UDP + length))
        .putInt(0x4000)
        .put((byte) 64)
        .put((byte) 17)
        .putShort((short) 0)
        .putInt(0xC0000200 + 1 + track % 250)
        .putInt(0xC00002FE);
    int sum = 0;
    for (int i = 0; i < 20; i += 2) {
      sum += body.getShort(at + i) & 0xFFFF;
    }
    sum = (sum & 0xFFFF) + (sum >>> 16);
    body.putShort(at + 10, (short) ~((sum & 0xFFFF) + (sum >>> 16)));
    body.putShort((short) port)
        .putShort((short) port)
        .putShort((short) (8 + length))
        .putShort((short) 0);
  }

  private static int padded(int length) {
    return length + 3 & ~3;
  }

  /** Writes a block; the body's length is a multiple of four bytes. */
  private void block(int type, byte[] body) throws IOException {
    int length = 12 + body.length;
    ByteBuffer edge = ByteBuffer.allocate(8).putInt(type).putInt(length);
    out.write(edge.array());
    out.write(body);
    out.write(edge.array(), 4, 4);
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}

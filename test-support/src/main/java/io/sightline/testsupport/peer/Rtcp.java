package io.sightline.testsupport.peer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Compound RTCP packets (RFC 3550 section 6, RFC 4585 section 6). */
final class Rtcp {
  static final int SENDER_REPORT = 200;
  static final int RECEIVER_REPORT = 201;
  static final int BYE = 203;
  static final int TRANSPORT_FEEDBACK = 205;
  static final int PAYLOAD_FEEDBACK = 206;

  /** Format of payload-specific feedback (RFC 4585 section 6.4). */
  static final int APPLICATION_LAYER = 15;

  private Rtcp() {}

  /**
   * One packet of a compound.
   *
   * @param count report count or feedback format
   * @param body what follows the four header bytes
   */
  record Packet(int type, int count, byte[] body) {
    long word(int index) {
      return ByteBuffer.wrap(body).getInt(4 * index) & 0xffffffffL;
    }

    int words() {
      return body.length / 4;
    }
  }

  /** A report block about one source. */
  record Report(long ssrc, int fractionLost, int lost, long highest, long lsr, long dlsr) {}

  static List<Packet> parse(byte[] compound) {
    List<Packet> packets = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(compound);
    while (in.remaining() >= 4) {
      int first = in.get() & 0xff;
      int type = in.get() & 0xff;
      int length = 4 * (in.getShort() & 0xffff);
      if (first >> 6 != 2 || length > in.remaining()) {
        throw new IllegalArgumentException("broken RTCP compound");
      }
      byte[] body = new byte[length];
      in.get(body);
      packets.add(new Packet(type, first & 0x1f, body));
    }
    return packets;
  }

  static byte[] senderReport(long ssrc, long ntp, long rtp, long packets, long octets) {
    ByteBuffer body = ByteBuffer.allocate(24);
    body.putInt((int) ssrc).putLong(ntp).putInt((int) rtp);
    body.putInt((int) packets).putInt((int) octets);
    return packet(SENDER_REPORT, 0, body.array());
  }

  static byte[] receiverReport(long ssrc, List<Report> reports) {
    ByteBuffer body = ByteBuffer.allocate(4 + 24 * reports.size());
    body.putInt((int) ssrc);
    for (Report report : reports) {
      body.putInt((int) report.ssrc());
      body.putInt(report.fractionLost() << 24 | (report.lost() & 0xffffff));
      body.putInt((int) report.highest()).putInt(0);
      body.putInt((int) report.lsr()).putInt((int) report.dlsr());
    }
    return packet(RECEIVER_REPORT, reports.size(), body.array());
  }

  static byte[] description(long ssrc, String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = ByteBuffer.allocate((4 + 2 + text.length + 1 + 3) & ~3);
    body.putInt((int) ssrc).put((byte) 1).put((byte) text.length).put(text);
    return packet(202, 1, body.array());
  }

  static byte[] pictureLoss(long from, long about) {
    return packet(
        PAYLOAD_FEEDBACK, 1, ByteBuffer.allocate(8).putInt((int) from).putInt((int) about).array());
  }

  static byte[] negativeAcknowledgement(long from, long about, int sequence) {
    ByteBuffer body = ByteBuffer.allocate(12).putInt((int) from).putInt((int) about);
    return packet(
        TRANSPORT_FEEDBACK, 1, body.putShort((short) sequence).putShort((short) 0).array());
  }

  static byte[] bye(long ssrc) {
    return packet(BYE, 1, ByteBuffer.allocate(4).putInt((int) ssrc).array());
  }

  static byte[] compound(List<byte[]> packets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    packets.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static byte[] packet(int type, int count, byte[] body) {
    return ByteBuffer.allocate(4 + body.length)
        .put((byte) (0x80 | count))
        .put((byte) type)
        .putShort((short) (body.length / 4))
        .put(body)
        .array();
  }
}

package io.sightline.media.rtcp;

import io.sightline.media.rtp.Bytes;

/**
 * Builds a compound RTCP packet in a byte array; reused, allocates nothing.
 *
 * <p>Each method appends one packet, or nothing and returns false when it does not fit.
 */
public final class RtcpWriter {
  private static final int REMB_NAME = 0x52454D42;
  private static final int REPORT_LENGTH = 24;
  private static final int MAX_REPORTS = 31;

  private byte[] buffer;
  private int offset;
  private int cursor;
  private int end;
  private int reportPacket;

  /** Starts over with up to {@code capacity} bytes at {@code off}. */
  public void wrap(byte[] buf, int off, int capacity) {
    buffer = buf;
    offset = off;
    cursor = off;
    end = off + capacity;
    reportPacket = -1;
  }

  /** Bytes written since {@link #wrap}. */
  public int length() {
    return cursor - offset;
  }

  private boolean begin(int type, int count, int bytes) {
    if (cursor + bytes > end) {
      return false;
    }
    buffer[cursor] = (byte) (0x80 | count);
    buffer[cursor + 1] = (byte) type;
    Bytes.put16(buffer, cursor + 2, bytes / 4 - 1);
    reportPacket = -1;
    return true;
  }

  /**
   * A sender report without report blocks; {@link #reportBlock} adds those.
   *
   * @param ntpTimestamp 64-bit NTP time
   * @param rtpTimestamp of the same instant
   */
  public boolean senderReport(
      long ssrc, long ntpTimestamp, long rtpTimestamp, long packetCount, long octetCount) {
    if (!begin(RtcpType.SR, 0, 28)) {
      return false;
    }
    Bytes.put32(buffer, cursor + 4, ssrc);
    Bytes.put64(buffer, cursor + 8, ntpTimestamp);
    Bytes.put32(buffer, cursor + 16, rtpTimestamp);
    Bytes.put32(buffer, cursor + 20, packetCount);
    Bytes.put32(buffer, cursor + 24, octetCount);
    reportPacket = cursor;
    cursor += 28;
    return true;
  }

  /** A receiver report without report blocks; {@link #reportBlock} adds those. */
  public boolean receiverReport(long senderSsrc) {
    if (!begin(RtcpType.RR, 0, 8)) {
      return false;
    }
    Bytes.put32(buffer, cursor + 4, senderSsrc);
    reportPacket = cursor;
    cursor += 8;
    return true;
  }

  /**
   * Adds a report block (RFC 3550 section 6.4.1) to the SR or RR just written.
   *
   * @param fractionLost in 1/256
   * @param packetsLost cumulative; clamped to signed 24-bit
   * @return false without such a report, with 31 blocks in it, or without room
   */
  public boolean reportBlock(
      long ssrc,
      int fractionLost,
      int packetsLost,
      long highestSequence,
      long jitter,
      long lastSr,
      long delaySinceLastSr) {
    if (reportPacket < 0
        || (buffer[reportPacket] & 0x1F) == MAX_REPORTS
        || cursor + REPORT_LENGTH > end) {
      return false;
    }
    Bytes.put32(buffer, cursor, ssrc);
    Bytes.put8(buffer, cursor + 4, fractionLost);
    Bytes.put24(buffer, cursor + 5, Math.max(-0x80_0000, Math.min(0x7F_FFFF, packetsLost)));
    Bytes.put32(buffer, cursor + 8, highestSequence);
    Bytes.put32(buffer, cursor + 12, jitter);
    Bytes.put32(buffer, cursor + 16, lastSr);
    Bytes.put32(buffer, cursor + 20, delaySinceLastSr);
    cursor += REPORT_LENGTH;
    buffer[reportPacket]++;
    Bytes.put16(buffer, reportPacket + 2, (cursor - reportPacket) / 4 - 1);
    return true;
  }

  /** An SDES packet with one chunk and one CNAME item (RFC 3550 section 6.5.1). */
  public boolean sdesCname(long ssrc, byte[] cname) {
    int bytes = (4 + 4 + 2 + cname.length + 1 + 3) / 4 * 4;
    if (cname.length > 255 || !begin(RtcpType.SDES, 1, bytes)) {
      return false;
    }
    Bytes.put32(buffer, cursor + 4, ssrc);
    buffer[cursor + 8] = 1;
    buffer[cursor + 9] = (byte) cname.length;
    System.arraycopy(cname, 0, buffer, cursor + 10, cname.length);
    java.util.Arrays.fill(buffer, cursor + 10 + cname.length, cursor + bytes, (byte) 0);
    cursor += bytes;
    return true;
  }

  /** A BYE of one source. */
  public boolean bye(long ssrc) {
    if (!begin(RtcpType.BYE, 1, 8)) {
      return false;
    }
    Bytes.put32(buffer, cursor + 4, ssrc);
    cursor += 8;
    return true;
  }

  private boolean beginFeedback(int type, int format, int bytes, long senderSsrc, long mediaSsrc) {
    if (!begin(type, format, bytes)) {
      return false;
    }
    Bytes.put32(buffer, cursor + 4, senderSsrc);
    Bytes.put32(buffer, cursor + 8, mediaSsrc);
    return true;
  }

  /** A picture loss indication (RFC 4585 section 6.3.1). */
  public boolean pli(long senderSsrc, long mediaSsrc) {
    if (!beginFeedback(RtcpType.PSFB, RtcpType.FMT_PLI, 12, senderSsrc, mediaSsrc)) {
      return false;
    }
    cursor += 12;
    return true;
  }

  /** A full intra request of one stream (RFC 5104 section 4.3.1). */
  public boolean fir(long senderSsrc, long mediaSsrc, int commandSequence) {
    if (!beginFeedback(RtcpType.PSFB, RtcpType.FMT_FIR, 20, senderSsrc, 0)) {
      return false;
    }
    Bytes.put32(buffer, cursor + 12, mediaSsrc);
    Bytes.put32(buffer, cursor + 16, (long) commandSequence << 24);
    cursor += 20;
    return true;
  }

  /**
   * A generic NACK (RFC 4585 section 6.2.1).
   *
   * @param sequences ascending modulo 2^16
   * @param count how many of them, at least 1
   */
  public boolean nack(long senderSsrc, long mediaSsrc, int[] sequences, int count) {
    int items = 0;
    for (int i = 0; i < count; items++) {
      int pid = sequences[i++];
      while (i < count && inBitmask(sequences[i], pid)) {
        i++;
      }
    }
    if (items == 0
        || !beginFeedback(
            RtcpType.RTPFB, RtcpType.FMT_NACK, 12 + 4 * items, senderSsrc, mediaSsrc)) {
      return false;
    }
    cursor += 12;
    for (int i = 0; i < count; ) {
      int pid = sequences[i++];
      int mask = 0;
      while (i < count && inBitmask(sequences[i], pid)) {
        mask |= 1 << (sequences[i++] - pid - 1 & 0xFFFF);
      }
      Bytes.put16(buffer, cursor, pid);
      Bytes.put16(buffer, cursor + 2, mask);
      cursor += 4;
    }
    return true;
  }

  private static boolean inBitmask(int sequence, int pid) {
    int distance = sequence - pid & 0xFFFF;
    return distance >= 1 && distance <= 16;
  }

  /**
   * A receiver estimated maximum bit rate (draft-alvestrand-rmcat-remb).
   *
   * @param bitrate in bit/s, at least 0
   */
  public boolean remb(long senderSsrc, long bitrate, long[] ssrcs, int count) {
    if (count > 255
        || !beginFeedback(RtcpType.PSFB, RtcpType.FMT_AFB, 20 + 4 * count, senderSsrc, 0)) {
      return false;
    }
    int exponent = Math.max(0, 64 - Long.numberOfLeadingZeros(bitrate) - 18);
    Bytes.put32(buffer, cursor + 12, REMB_NAME);
    buffer[cursor + 16] = (byte) count;
    Bytes.put24(buffer, cursor + 17, exponent << 18 | (int) (bitrate >> exponent));
    for (int i = 0; i < count; i++) {
      Bytes.put32(buffer, cursor + 20 + 4 * i, ssrcs[i]);
    }
    cursor += 20 + 4 * count;
    return true;
  }

  /**
   * Appends a transport-wide feedback packet out of what arrived, see {@link
   * TransportFeedbackBuilder}.
   */
  public boolean transportFeedback(
      TransportFeedbackBuilder feedback, long senderSsrc, long mediaSsrc) {
    int bytes = feedback.write(buffer, cursor, end - cursor, senderSsrc, mediaSsrc);
    if (bytes <= 0) {
      return false;
    }
    reportPacket = -1;
    cursor += bytes;
    return true;
  }
}

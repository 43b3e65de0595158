package io.sightline.media.rtcp;

import io.sightline.media.rtp.Bytes;

/**
 * A cursor over the packets of a compound RTCP datagram; reused, allocates nothing, never throws on
 * content. Reduced-size RTCP (RFC 5506) is accepted.
 *
 * <p>Accessors are about the current packet and defined for the type named in their description.
 */
public final class RtcpReader {
  private static final int REMB_NAME = 0x52454D42;
  private static final int REPORT_LENGTH = 24;

  private byte[] buffer;
  private int cursor;
  private int end;
  private boolean malformed;
  private int start;
  private int length;
  private int type;
  private int count;

  /** Starts over with {@code len} bytes at {@code off}. */
  public void wrap(byte[] buf, int off, int len) {
    buffer = buf;
    cursor = off;
    end = off + len;
    malformed = len == 0;
  }

  /** Moves to the next packet; false at the end or where the bytes stop making sense. */
  public boolean next() {
    if (malformed || cursor >= end) {
      return false;
    }
    if (cursor + 4 > end || (buffer[cursor] & 0xC0) != 0x80) {
      malformed = true;
      return false;
    }
    int whole = 4 * (Bytes.u16(buffer, cursor + 2) + 1);
    if (cursor + whole > end) {
      malformed = true;
      return false;
    }
    start = cursor;
    length = whole;
    count = buffer[cursor] & 0x1F;
    type = Bytes.u8(buffer, cursor + 1);
    cursor += whole;
    if ((buffer[start] & 0x20) != 0) {
      int padding = Bytes.u8(buffer, start + whole - 1);
      if (padding == 0 || padding > whole - 4) {
        malformed = true;
        return false;
      }
      length -= padding;
    }
    if (length < minimum()) {
      malformed = true;
      return false;
    }
    return true;
  }

  private int minimum() {
    return switch (type) {
      case RtcpType.SR -> 28 + REPORT_LENGTH * count;
      case RtcpType.RR -> 8 + REPORT_LENGTH * count;
      case RtcpType.BYE -> 4 + 4 * count;
      case RtcpType.RTPFB -> isTransportCc() ? 20 : 12;
      case RtcpType.PSFB -> isRembHeader() ? 20 : 12;
      case RtcpType.SDES -> 4;
      default -> 4;
    };
  }

  private boolean isTransportCc() {
    return count == RtcpType.FMT_TRANSPORT_CC;
  }

  private boolean isRembHeader() {
    return count == RtcpType.FMT_AFB && length >= 16 && Bytes.s32(buffer, start + 12) == REMB_NAME;
  }

  /** True when the walk ended because of bytes that are no RTCP, not at the datagram's end. */
  public boolean malformed() {
    return malformed;
  }

  /** The array looked at. */
  public byte[] buffer() {
    return buffer;
  }

  /** Where the current packet starts. */
  public int offset() {
    return start;
  }

  /** Bytes of the current packet without its padding. */
  public int length() {
    return length;
  }

  /** The packet type, see {@link RtcpType}. */
  public int type() {
    return type;
  }

  /** The five-bit report count, source count or feedback format. */
  public int count() {
    return count;
  }

  /** The sender's SSRC, of any type but SDES and an empty BYE; -1 when the packet is too short. */
  public long senderSsrc() {
    return length >= 8 ? Bytes.u32(buffer, start + 4) : -1;
  }

  /** RTPFB, PSFB: SSRC of the media source; 0 in FIR, REMB. */
  public long mediaSsrc() {
    return Bytes.u32(buffer, start + 8);
  }

  /** SR: 64-bit NTP timestamp of the sender's clock. */
  public long ntpTimestamp() {
    return Bytes.s64(buffer, start + 8);
  }

  /** SR: the RTP timestamp of the same instant, unsigned 32-bit. */
  public long rtpTimestamp() {
    return Bytes.u32(buffer, start + 16);
  }

  /** SR: packets sent. */
  public long packetCount() {
    return Bytes.u32(buffer, start + 20);
  }

  /** SR: payload octets sent. */
  public long octetCount() {
    return Bytes.u32(buffer, start + 24);
  }

  /** SR, RR: report blocks, 0 to 31. */
  public int reportCount() {
    return type == RtcpType.SR || type == RtcpType.RR ? count : 0;
  }

  private int report(int index) {
    return start + (type == RtcpType.SR ? 28 : 8) + REPORT_LENGTH * index;
  }

  /** Report block: the stream reported on. */
  public long reportSsrc(int index) {
    return Bytes.u32(buffer, report(index));
  }

  /** Report block: fraction lost since the last report, in 1/256. */
  public int reportFractionLost(int index) {
    return Bytes.u8(buffer, report(index) + 4);
  }

  /** Report block: cumulative packets lost, signed 24-bit. */
  public int reportPacketsLost(int index) {
    return Bytes.u24(buffer, report(index) + 5) << 8 >> 8;
  }

  /** Report block: extended highest sequence number received, unsigned 32-bit. */
  public long reportHighestSequence(int index) {
    return Bytes.u32(buffer, report(index) + 8);
  }

  /** Report block: interarrival jitter in units of the stream's clock. */
  public long reportJitter(int index) {
    return Bytes.u32(buffer, report(index) + 12);
  }

  /** Report block: the middle 32 bits of the last SR's NTP timestamp, or 0. */
  public long reportLastSr(int index) {
    return Bytes.u32(buffer, report(index) + 16);
  }

  /** Report block: delay since that SR in 1/65536 s. */
  public long reportDelaySinceLastSr(int index) {
    return Bytes.u32(buffer, report(index) + 20);
  }

  /** BYE: the SSRCs that leave, 0 to 31. */
  public int byeCount() {
    return type == RtcpType.BYE ? count : 0;
  }

  /** BYE: one of them. */
  public long byeSsrc(int index) {
    return Bytes.u32(buffer, start + 4 + 4 * index);
  }

  public boolean isNack() {
    return type == RtcpType.RTPFB && count == RtcpType.FMT_NACK;
  }

  public boolean isTransportFeedback() {
    return type == RtcpType.RTPFB && count == RtcpType.FMT_TRANSPORT_CC;
  }

  public boolean isPli() {
    return type == RtcpType.PSFB && count == RtcpType.FMT_PLI;
  }

  public boolean isFir() {
    return type == RtcpType.PSFB && count == RtcpType.FMT_FIR;
  }

  public boolean isRemb() {
    return type == RtcpType.PSFB && isRembHeader();
  }

  /**
   * NACK: the sequence numbers asked for, in the order of the packet.
   *
   * @param sequences where to write them; what does not fit is left out
   * @return how many were written
   */
  public int nackSequences(int[] sequences) {
    int written = 0;
    for (int at = start + 12; at + 4 <= start + length; at += 4) {
      int pid = Bytes.u16(buffer, at);
      int mask = Bytes.u16(buffer, at + 2) << 1 | 1;
      for (int bit = 0; bit <= 16; bit++) {
        if ((mask >> bit & 1) != 0) {
          if (written == sequences.length) {
            return written;
          }
          sequences[written++] = pid + bit & 0xFFFF;
        }
      }
    }
    return written;
  }

  /** FIR: entries. */
  public int firCount() {
    return isFir() ? (length - 12) / 8 : 0;
  }

  /** FIR: the stream a key frame is asked of. */
  public long firSsrc(int index) {
    return Bytes.u32(buffer, start + 12 + 8 * index);
  }

  /** FIR: command sequence number, 0 to 255; a repeated one is the same request. */
  public int firSequence(int index) {
    return Bytes.u8(buffer, start + 16 + 8 * index);
  }

  /** REMB: estimated bit rate in bit/s; saturates at Long.MAX_VALUE. */
  public long rembBitrate() {
    int word = Bytes.u24(buffer, start + 17);
    int exponent = word >> 18;
    long mantissa = word & 0x3FFFF;
    if (mantissa == 0) {
      return 0;
    }
    return exponent > 45 ? Long.MAX_VALUE : mantissa << exponent;
  }

  /** REMB: streams that the estimate is about, at most what the packet really holds. */
  public int rembSsrcCount() {
    return Math.min(Bytes.u8(buffer, start + 16), (length - 20) / 4);
  }

  /** REMB: one of them. */
  public long rembSsrc(int index) {
    return Bytes.u32(buffer, start + 20 + 4 * index);
  }
}

package io.sightline.media.stream;

import io.sightline.media.rtcp.RtcpReader;
import io.sightline.media.rtcp.RtcpWriter;
import io.sightline.media.rtp.RtpPacket;

/**
 * One received SSRC: extended sequence index, duplicates, loss, jitter, and what to ask of the
 * sender. Retransmissions come in unwrapped, with their original sequence number. One thread.
 */
public final class ReceiveStream {
  /** What became of a packet. */
  public enum Verdict {
    /** The next or a later packet. */
    ACCEPTED(true),
    /** An earlier packet that was missing: late or retransmitted. */
    RECOVERED(true),
    /** Received before. */
    DUPLICATE(false),
    /** So old that nobody knows whether it was received before. */
    TOO_OLD(false),
    /** A sequence far off; a second in a row is believed and restarts the stream. */
    IMPLAUSIBLE(false);

    private final boolean usable;

    Verdict(boolean usable) {
      this.usable = usable;
    }

    /** True when the packet is to be forwarded and recorded. */
    public boolean usable() {
      return usable;
    }
  }

  /**
   * @param ssrc unsigned 32-bit
   * @param clockRate of the codec in Hz
   * @param nack whether losses are asked for again (the codec's feedback has "nack")
   */
  public ReceiveStream(long ssrc, int clockRate, boolean nack) {
    throw new UnsupportedOperationException(ssrc + "/" + clockRate + nack);
  }

  /** Unsigned 32-bit. */
  public long ssrc() {
    throw new UnsupportedOperationException();
  }

  /** Takes one packet in. */
  public Verdict receive(RtpPacket packet, long nowNs) {
    throw new UnsupportedOperationException();
  }

  /** Extended index of the packet received last: roll-overs * 65536 + sequence number. */
  public long index() {
    throw new UnsupportedOperationException();
  }

  /** Highest extended index so far, or -1 before the first packet. */
  public long highestIndex() {
    throw new UnsupportedOperationException();
  }

  /** Takes the sender report in that the reader stands on. */
  public void onSenderReport(RtcpReader report, long nowNs) {
    throw new UnsupportedOperationException();
  }

  /** True after the first sender report. */
  public boolean hasSenderReport() {
    throw new UnsupportedOperationException();
  }

  /** The last sender report's NTP timestamp. */
  public long senderReportNtp() {
    throw new UnsupportedOperationException();
  }

  /** The last sender report's RTP timestamp. */
  public long senderReportRtp() {
    throw new UnsupportedOperationException();
  }

  /** When the last sender report arrived. */
  public long senderReportArrivalNs() {
    throw new UnsupportedOperationException();
  }

  /** Adds this stream's report block to the SR or RR just written; false without room or data. */
  public boolean writeReportBlock(RtcpWriter writer, long nowNs) {
    throw new UnsupportedOperationException();
  }

  /**
   * Sequence numbers to ask for again now; asking counts as a try.
   *
   * @param roundTripNs estimated round trip, the pause between two tries for one packet; bounded to
   *     20 to 500 ms
   * @param sequences where to write them, ascending
   * @return how many were written
   */
  public int pollNacks(long nowNs, long roundTripNs, int[] sequences) {
    throw new UnsupportedOperationException();
  }

  /** True when a loss was given up or the gap was too wide for NACKs; cleared by reading. */
  public boolean takeUnrepairable() {
    throw new UnsupportedOperationException();
  }

  /** Packets received that were usable. */
  public long packets() {
    throw new UnsupportedOperationException();
  }

  /** Bytes of those packets, headers included. */
  public long bytes() {
    throw new UnsupportedOperationException();
  }

  /** Packets still missing: expected minus received (RFC 3550 appendix A.3). */
  public long lost() {
    throw new UnsupportedOperationException();
  }

  /** Packets that arrived after a later one. */
  public long recovered() {
    throw new UnsupportedOperationException();
  }

  /** Packets received more than once. */
  public long duplicates() {
    throw new UnsupportedOperationException();
  }

  /** Interarrival jitter in units of the clock (RFC 3550 appendix A.8). */
  public long jitter() {
    throw new UnsupportedOperationException();
  }

  /** When the last usable packet arrived, or Long.MIN_VALUE. */
  public long lastPacketNs() {
    throw new UnsupportedOperationException();
  }
}

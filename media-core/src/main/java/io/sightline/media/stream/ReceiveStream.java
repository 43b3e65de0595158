package io.sightline.media.stream;

import io.sightline.media.rtcp.RtcpReader;
import io.sightline.media.rtcp.RtcpWriter;
import io.sightline.media.rtp.IndexWindow;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.rtp.Sequences;

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

  /** RFC 3550 appendix A.1: a step ahead beyond this is implausible. */
  private static final int MAX_DROPOUT = 3000;

  /** RFC 3550 appendix A.1 has 100; retransmissions reach further back. */
  private static final int MAX_MISORDER = 2000;

  private static final int WINDOW = 4096;
  private static final long CYCLE = 1L << 16;

  private final long ssrc;
  private final int clockRate;
  private final MissingPackets missing;
  private final IndexWindow window = new IndexWindow(WINDOW);
  private long index = -1;
  private long highest = -1;
  private long base;
  private int expectedAfterJump = -1;
  private boolean jumped;

  private long packets;
  private long bytes;
  private long recovered;
  private long duplicates;
  private long expectedPrior;
  private long packetsPrior;

  private long epochNs;
  private long lastPacketNs = Long.MIN_VALUE;
  private long lastTransit;
  private long jitter16;

  private boolean senderReport;
  private long senderReportNtp;
  private long senderReportRtp;
  private long senderReportArrivalNs;

  /**
   * @param ssrc unsigned 32-bit
   * @param clockRate of the codec in Hz
   * @param nack whether losses are asked for again (the codec's feedback has "nack")
   */
  public ReceiveStream(long ssrc, int clockRate, boolean nack) {
    this.ssrc = ssrc;
    this.clockRate = clockRate;
    missing = nack ? new MissingPackets() : null;
  }

  /** Unsigned 32-bit. */
  public long ssrc() {
    return ssrc;
  }

  /** Takes one packet in. */
  public Verdict receive(RtpPacket packet, long nowNs) {
    int sequence = packet.sequenceNumber();
    if (highest < 0) {
      start(CYCLE + sequence, nowNs);
    }
    long candidate = Sequences.extend16(sequence, highest);
    long step = candidate - highest;
    if (step > MAX_DROPOUT || step < -MAX_MISORDER) {
      if (sequence != expectedAfterJump) {
        expectedAfterJump = sequence + 1 & 0xFFFF;
        return Verdict.IMPLAUSIBLE;
      }
      candidate = jump(sequence);
      step = 1;
    }
    expectedAfterJump = -1;
    if (window.isTooOld(candidate)) {
      return Verdict.TOO_OLD;
    }
    if (window.isSeen(candidate)) {
      duplicates++;
      return Verdict.DUPLICATE;
    }
    window.mark(candidate);
    index = candidate;
    packets++;
    bytes += packet.length();
    lastPacketNs = nowNs;
    if (step < 0) {
      recovered++;
      if (missing != null && candidate < base) {
        missing.skippedBefore(candidate + 1, base, nowNs);
      } else if (missing != null) {
        missing.arrived(candidate);
      }
      base = Math.min(base, candidate);
      return Verdict.RECOVERED;
    }
    if (missing != null && candidate > highest + 1) {
      missing.skipped(highest + 1, candidate, nowNs);
    }
    highest = candidate;
    updateJitter(packet.timestamp(), nowNs);
    return Verdict.ACCEPTED;
  }

  private void start(long first, long nowNs) {
    highest = first;
    base = first;
    epochNs = nowNs;
  }

  /** Goes on at an index of the next cycle, as if nothing had been lost in between. */
  private long jump(int sequence) {
    long target = (highest & ~(CYCLE - 1)) + CYCLE + sequence;
    base += target - 1 - highest;
    highest = target - 1;
    jumped = true;
    if (missing != null) {
      missing.clear();
    }
    return target;
  }

  /** RFC 3550 appendix A.8, with four binary places. */
  private void updateJitter(long timestamp, long nowNs) {
    long arrival = (nowNs - epochNs) / 1000 * clockRate / 1_000_000;
    long transit = arrival - timestamp;
    if (packets > 1) {
      long difference = Math.abs((int) (transit - lastTransit));
      jitter16 += difference - ((jitter16 + 8) >> 4);
    }
    lastTransit = transit;
  }

  /**
   * Extended index of the packet received last: roll-overs * 65536 + sequence number. The count of
   * roll-overs starts at 1, so that a packet from before the first one has an index too.
   */
  public long index() {
    return index;
  }

  /** Highest extended index so far, or -1 before the first packet. */
  public long highestIndex() {
    return highest;
  }

  /** Takes the sender report in that the reader stands on. */
  public void onSenderReport(RtcpReader report, long nowNs) {
    senderReport = true;
    senderReportNtp = report.ntpTimestamp();
    senderReportRtp = report.rtpTimestamp();
    senderReportArrivalNs = nowNs;
  }

  /** True after the first sender report. */
  public boolean hasSenderReport() {
    return senderReport;
  }

  /** The last sender report's NTP timestamp. */
  public long senderReportNtp() {
    return senderReportNtp;
  }

  /** The last sender report's RTP timestamp. */
  public long senderReportRtp() {
    return senderReportRtp;
  }

  /** When the last sender report arrived. */
  public long senderReportArrivalNs() {
    return senderReportArrivalNs;
  }

  /**
   * By how much this stream's timestamps are ahead of another's for the same instant of their
   * sender's clock, modulo 2^32; both must have a sender report.
   */
  public long leadOver(ReceiveStream other) {
    long apart = ((senderReportNtp - other.senderReportNtp) * clockRate) >> 32;
    return senderReportRtp - other.senderReportRtp - apart & 0xFFFF_FFFFL;
  }

  /** Adds this stream's report block to the SR or RR just written; false without room or data. */
  public boolean writeReportBlock(RtcpWriter writer, long nowNs) {
    if (packets == 0) {
      return false;
    }
    long expected = expected();
    long expectedInterval = expected - expectedPrior;
    long lostInterval = expectedInterval - (packets - packetsPrior);
    int fraction =
        expectedInterval <= 0 || lostInterval <= 0
            ? 0
            : (int) Math.min(255, (lostInterval << 8) / expectedInterval);
    long lastSr = senderReport ? senderReportNtp >>> 16 & 0xFFFF_FFFFL : 0;
    long delay = senderReport ? (((nowNs - senderReportArrivalNs) / 1000) << 16) / 1_000_000 : 0;
    int lost = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, lost()));
    if (!writer.reportBlock(
        ssrc, fraction, lost, highest - CYCLE & 0xFFFF_FFFFL, jitter(), lastSr, delay)) {
      return false;
    }
    expectedPrior = expected;
    packetsPrior = packets;
    return true;
  }

  private long expected() {
    return packets == 0 ? 0 : highest - base + 1;
  }

  /**
   * Sequence numbers to ask for again now; asking counts as a try. A packet is first asked for 10
   * ms after the gap showed, and given up after 10 tries or 1 s.
   *
   * @param roundTripNs estimated round trip, the pause between two tries for one packet; bounded to
   *     20 to 500 ms
   * @param sequences where to write them, ascending
   * @return how many were written
   */
  public int pollNacks(long nowNs, long roundTripNs, int[] sequences) {
    return missing == null ? 0 : missing.poll(nowNs, roundTripNs, sequences);
  }

  /** True when a loss was given up or the gap was too wide for NACKs; cleared by reading. */
  public boolean takeUnrepairable() {
    boolean result = jumped | (missing != null && missing.takeGivenUp());
    jumped = false;
    return result;
  }

  /** Packets received that were usable. */
  public long packets() {
    return packets;
  }

  /** Bytes of those packets, headers included. */
  public long bytes() {
    return bytes;
  }

  /** Packets still missing: expected minus received (RFC 3550 appendix A.3). */
  public long lost() {
    return expected() - packets;
  }

  /** Packets that arrived after a later one. */
  public long recovered() {
    return recovered;
  }

  /** Packets received more than once. */
  public long duplicates() {
    return duplicates;
  }

  /** Interarrival jitter in units of the clock (RFC 3550 appendix A.8). */
  public long jitter() {
    return jitter16 >> 4;
  }

  /** When the last usable packet arrived, or Long.MIN_VALUE. */
  public long lastPacketNs() {
    return lastPacketNs;
  }
}

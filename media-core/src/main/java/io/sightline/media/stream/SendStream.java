package io.sightline.media.stream;

import io.sightline.media.rtcp.RtcpReader;
import io.sightline.media.rtcp.RtcpWriter;
import io.sightline.media.rtp.ExtensionRewriter;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.rtp.Rtx;
import io.sightline.media.rtp.Sequences;
import io.sightline.media.rtp.VideoCodec;
import java.util.Arrays;

/**
 * One SSRC sent to a receiver: another endpoint's stream, renumbered so that the receiver sees one
 * continuous stream across changes of source. One thread.
 *
 * <p>For each packet: copy it to the send buffer, {@link #forward} it there, and on success protect
 * and send. A video source starts, and restarts after {@link #interrupt}, at a key frame.
 */
public final class SendStream {
  /** What became of a packet. */
  public enum Verdict {
    /** Rewritten: protect and send. */
    SEND,
    /** Waiting for a key frame of this source; see {@link #wantsKeyFrame}. */
    AWAITING_KEY_FRAME,
    /** From before this source was switched to, or older than what can be renumbered. */
    TOO_OLD,
    /** The payload type has no mapping towards this receiver. */
    UNMAPPED_PAYLOAD_TYPE
  }

  /** A step ahead in the source beyond this is a restart, not a loss. */
  private static final int MAX_STEP = 3000;

  /** Stray packets of the source before are ignored for this long after a switch. */
  private static final long STRAY_NS = 2_000_000_000L;

  /** Packets held while a key frame's first packet is awaited: a round trip's worth of video. */
  private static final int HOLD = 128;

  private static final long CYCLE = 1L << 16;
  private static final long NO_SSRC = -1;

  private final long ssrc;
  private final int clockRate;
  private final ExtensionRewriter extensions = new ExtensionRewriter();
  private final PictureRenumbering pictures = new PictureRenumbering();
  private final SentReports reports = new SentReports();
  private final int cachePackets;
  private RetransmissionCache cache;
  private final RtpPacket held = new RtpPacket();
  private RetransmissionCache hold;
  private long holdSsrc = NO_SSRC;
  private long holdHighest;
  private long holdNext = Long.MAX_VALUE;
  private final byte[] payloadTypes = new byte[128];
  private final VideoCodec[] codecs = new VideoCodec[128];
  private final byte[] rtxPayloadTypes = new byte[128];

  private long sourceSsrc = NO_SSRC;
  private long previousSsrc = NO_SSRC;
  private long switchedNs;
  private long sourceBase;
  private long sourceHighest;
  private long indexOffset;
  private long timestampOffset;
  private boolean interrupted;
  private boolean wantsKeyFrame;
  private long layerSsrc = NO_SSRC;
  private long layerOf = NO_SSRC;
  private long layerLead;

  private long highestOut;
  private long lastTimestamp;
  private long lastNs;
  private long rtxSsrc = NO_SSRC;
  private int rtxSequence;

  private long packets;
  private long payloadBytes;
  private long retransmitted;
  private long retransmissionMisses;
  private long switches;

  /**
   * @param ssrc towards the receiver, unsigned 32-bit
   * @param clockRate of the codec in Hz
   * @param cachePackets packets kept for retransmission, a power of two, or 0 for none
   * @param firstSequence random start, 0 to 32767
   * @param firstTimestamp random start, unsigned 32-bit
   */
  public SendStream(
      long ssrc, int clockRate, int cachePackets, int firstSequence, long firstTimestamp) {
    this.ssrc = ssrc;
    this.clockRate = clockRate;
    this.cachePackets = cachePackets;
    highestOut = CYCLE + firstSequence - 1;
    lastTimestamp = firstTimestamp;
    Arrays.fill(payloadTypes, (byte) -1);
    Arrays.fill(rtxPayloadTypes, (byte) -1);
  }

  /** Unsigned 32-bit. */
  public long ssrc() {
    return ssrc;
  }

  /**
   * Maps a payload type of the source to the receiver's.
   *
   * @param codec decides where a source may start; {@link VideoCodec#NONE} for audio
   * @param rtxPayloadType the receiver's RTX type for it, or -1
   */
  public void mapPayloadType(int from, int to, VideoCodec codec, int rtxPayloadType) {
    payloadTypes[from] = (byte) to;
    codecs[from] = codec;
    rtxPayloadTypes[to] = (byte) rtxPayloadType;
  }

  /** Retransmissions go out on this SSRC; -1 turns them off. */
  public void setRtxSsrc(long rtxSsrc, int firstSequence) {
    this.rtxSsrc = rtxSsrc;
    rtxSequence = firstSequence;
  }

  /** The header extension mapping, applied to every packet; configure it before use. */
  public ExtensionRewriter extensions() {
    return extensions;
  }

  /**
   * Rewrites one packet in place: SSRC, payload type, sequence number, timestamp, picture ids,
   * header extensions; keeps a copy for retransmission.
   *
   * <p>A new SSRC takes over with its first key frame; until then the source before goes on.
   *
   * @param packet a copy of the source's packet with the source's numbers and SSRC
   * @param sourceIndex its extended index from {@link ReceiveStream#index()}
   */
  public Verdict forward(RtpPacket packet, long sourceIndex, long nowNs) {
    int from = packet.payloadType();
    int to = payloadTypes[from];
    if (to < 0) {
      return Verdict.UNMAPPED_PAYLOAD_TYPE;
    }
    long source = packet.ssrc();
    if (source == previousSsrc && nowNs - switchedNs < STRAY_NS) {
      return Verdict.TOO_OLD;
    }
    boolean anew = source != sourceSsrc || sourceIndex - sourceHighest > MAX_STEP || interrupted;
    if (anew) {
      if (source == sourceSsrc && sourceIndex <= sourceHighest) {
        return Verdict.TOO_OLD;
      }
      if (!isStart(packet, codecs[from])) {
        wantsKeyFrame = true;
        hold(packet, sourceIndex);
        return Verdict.AWAITING_KEY_FRAME;
      }
      rebase(packet, sourceIndex, nowNs);
    }
    if (sourceIndex < sourceBase) {
      return Verdict.TOO_OLD;
    }
    rewrite(packet, sourceIndex, to, codecs[from], anew, nowNs);
    return Verdict.SEND;
  }

  /**
   * Has another layer of the same pictures take over with its next key frame; the two may take
   * turns as often as wanted. Called again when more is known, or to go back to the present one.
   *
   * @param next the layer wanted
   * @param present the layer forwarded now, or null
   */
  public void turnTo(ReceiveStream next, ReceiveStream present) {
    previousSsrc = NO_SSRC;
    layerSsrc = NO_SSRC;
    if (next.ssrc() == sourceSsrc && !interrupted) {
      wantsKeyFrame = false;
      hold = null;
      holdSsrc = NO_SSRC;
    } else if (present != null
        && present.ssrc() == sourceSsrc
        && present.hasSenderReport()
        && next.hasSenderReport()) {
      layerSsrc = next.ssrc();
      layerOf = sourceSsrc;
      layerLead = next.leadOver(present);
    }
  }

  /** Keeps what overtook the first packet of its key frame. */
  private void hold(RtpPacket packet, long sourceIndex) {
    if (hold == null) {
      hold = new RetransmissionCache(HOLD);
    }
    if (packet.ssrc() != holdSsrc || wasRestarted(sourceIndex)) {
      hold.clear();
      holdSsrc = packet.ssrc();
      holdHighest = sourceIndex;
    }
    holdHighest = Math.max(holdHighest, sourceIndex);
    holdNext = Long.MAX_VALUE;
    hold.put(packet, sourceIndex);
  }

  private boolean wasRestarted(long sourceIndex) {
    return Math.abs(sourceIndex - holdHighest) > MAX_STEP;
  }

  /**
   * Takes out the next packet that had overtaken the first packet of its key frame: call it after
   * each {@link Verdict#SEND} until it returns 0, and protect and send what it writes.
   *
   * @param target with room for {@value RetransmissionCache#MAX_PACKET} bytes at {@code offset}
   * @return the rewritten packet's length in bytes, or 0 when there is none, which is the rule
   */
  public int nextHeld(byte[] target, int offset, long nowNs) {
    while (hold != null && holdNext <= holdHighest) {
      long index = holdNext++;
      RtpPacket packet = hold.get(index);
      if (packet == null) {
        continue;
      }
      System.arraycopy(packet.buffer(), packet.offset(), target, offset, packet.length());
      held.wrap(target, offset, packet.length());
      int from = held.payloadType();
      rewrite(held, index, payloadTypes[from], codecs[from], false, nowNs);
      return held.length();
    }
    if (holdNext != Long.MAX_VALUE) {
      // Key frames are awaited seldom: its memory is not worth keeping meanwhile.
      hold = null;
      holdNext = Long.MAX_VALUE;
    }
    return 0;
  }

  private static boolean isStart(RtpPacket packet, VideoCodec codec) {
    return packet.payloadLength() > 0
        && codec.startsKeyFrame(packet.buffer(), packet.payloadOffset(), packet.payloadLength());
  }

  /** Puts this packet right behind the last one sent: next number, time as it passed. */
  private void rebase(RtpPacket packet, long sourceIndex, long nowNs) {
    long timestamp = lastTimestamp;
    if (packets > 0) {
      timestamp += step(packet, nowNs);
      switches++;
    }
    if (packet.ssrc() != sourceSsrc) {
      previousSsrc = sourceSsrc;
      sourceSsrc = packet.ssrc();
      switchedNs = nowNs;
    }
    indexOffset = highestOut + 1 - sourceIndex;
    timestampOffset = timestamp - packet.timestamp();
    sourceBase = sourceIndex;
    sourceHighest = sourceIndex;
    holdNext = holdSsrc == sourceSsrc ? sourceIndex + 1 : Long.MAX_VALUE;
    holdSsrc = NO_SSRC;
    interrupted = false;
    wantsKeyFrame = false;
  }

  /** How far the time goes on: for a layer by the sender's clock, else by the time of arrival. */
  private long step(RtpPacket packet, long nowNs) {
    long elapsed = (nowNs - lastNs) / 1000 * clockRate / 1_000_000;
    if (packet.ssrc() == layerSsrc && sourceSsrc == layerOf) {
      long own = packet.timestamp() - layerLead + timestampOffset;
      int told = Sequences.distance32(own, lastTimestamp);
      if (Math.abs(told - elapsed) <= clockRate) {
        return Math.max(1, told);
      }
    }
    return Math.max(1, elapsed);
  }

  private void rewrite(
      RtpPacket packet, long sourceIndex, int to, VideoCodec codec, boolean anew, long nowNs) {
    long out = sourceIndex + indexOffset;
    packet.setSsrc(ssrc);
    packet.setPayloadType(to);
    packet.setSequenceNumber((int) out);
    packet.setTimestamp(packet.timestamp() + timestampOffset);
    extensions.rewrite(packet);
    pictures.rewrite(packet, codec, anew);
    sourceHighest = Math.max(sourceHighest, sourceIndex);
    if (out > highestOut) {
      highestOut = out;
      lastTimestamp = packet.timestamp();
      lastNs = nowNs;
    }
    packets++;
    payloadBytes += packet.payloadLength();
    keep(packet, out);
  }

  /** Memory is taken with the first packet that may be asked for again. */
  private void keep(RtpPacket packet, long out) {
    if (cachePackets == 0 || rtxSsrc == NO_SSRC) {
      return;
    }
    if (cache == null) {
      cache = new RetransmissionCache(cachePackets);
    }
    cache.put(packet, out);
  }

  /**
   * The source paused, was lost, or packets were dropped on purpose: the next packet continues the
   * numbering without a gap, a video at the next key frame.
   */
  public void interrupt() {
    interrupted = true;
  }

  /** True while packets are dropped for want of a key frame. */
  public boolean wantsKeyFrame() {
    return wantsKeyFrame;
  }

  /**
   * Writes the RTX packet for one NACKed sequence number (RFC 4588).
   *
   * @param sequence as sent to the receiver
   * @param roundTripNs a packet repeated less than this ago is not repeated
   * @param target with room for {@value RetransmissionCache#MAX_PACKET} + 2 bytes
   * @return its length in bytes; 0 when it is unknown, too fresh, or RTX is off
   */
  public int retransmit(int sequence, long nowNs, long roundTripNs, byte[] target, int offset) {
    if (cache == null || rtxSsrc == NO_SSRC) {
      return 0;
    }
    RtpPacket packet = cache.get(Sequences.extend16(sequence, highestOut));
    if (packet == null) {
      retransmissionMisses++;
      return 0;
    }
    int payloadType = rtxPayloadTypes[packet.payloadType()];
    if (payloadType < 0 || !cache.takeTurn(nowNs, roundTripNs)) {
      return 0;
    }
    retransmitted++;
    return Rtx.wrap(packet, target, offset, rtxSsrc, payloadType, rtxSequence++);
  }

  /**
   * Writes an RTX packet of something sent lately, which a receiver takes for a repetition: padding
   * to try a path with.
   *
   * @param back how many packets before the latest, 0 or more
   * @param target with room for {@value RetransmissionCache#MAX_PACKET} + 2 bytes
   * @return its length in bytes; 0 when there is none, or RTX is off
   */
  public int repeat(int back, byte[] target, int offset) {
    RtpPacket packet = cache == null || rtxSsrc == NO_SSRC ? null : cache.get(highestOut - back);
    int payloadType = packet == null ? -1 : rtxPayloadTypes[packet.payloadType()];
    return payloadType < 0
        ? 0
        : Rtx.wrap(packet, target, offset, rtxSsrc, payloadType, rtxSequence++);
  }

  /** The SSRC forwarded now, or -1 before the first packet. */
  public long sourceSsrc() {
    return sourceSsrc;
  }

  /** A time of the source in this stream's timestamps, modulo 2^32. */
  public long timestampOf(long sourceTimestamp) {
    return sourceTimestamp + timestampOffset & 0xFFFF_FFFFL;
  }

  /**
   * Writes a sender report in the source's wall clock, so that the receiver synchronises audio and
   * video of one participant by the participant's own clock.
   *
   * @param source the stream being forwarded
   * @return false before the source's first sender report, before the first packet, without room
   */
  public boolean writeSenderReport(RtcpWriter writer, ReceiveStream source, long nowNs) {
    if (packets == 0 || !source.hasSenderReport() || source.ssrc() != sourceSsrc) {
      return false;
    }
    long elapsedNs = nowNs - source.senderReportArrivalNs();
    long ntp = source.senderReportNtp() + SentReports.ntpInterval(elapsedNs);
    long rtp =
        source.senderReportRtp() + timestampOffset + elapsedNs / 1000 * clockRate / 1_000_000;
    if (!writer.senderReport(ssrc, ntp, rtp, packets, payloadBytes)) {
      return false;
    }
    reports.sent(ntp, nowNs);
    return true;
  }

  /** Takes in block {@code block} of the report that the reader stands on. */
  public void onReportBlock(RtcpReader report, int block, long nowNs) {
    reports.received(report, block, nowNs);
  }

  /** Round trip in ns from the last report block, or -1. */
  public long roundTripNs() {
    return reports.roundTripNs();
  }

  /** Fraction lost in 1/256 that the receiver reported last. */
  public int reportedFractionLost() {
    return reports.fractionLost();
  }

  /** Cumulative loss that the receiver reported last. */
  public long reportedLost() {
    return reports.lost();
  }

  /** Jitter in units of the clock that the receiver reported last. */
  public long reportedJitter() {
    return reports.jitter();
  }

  /** Packets to send, without retransmissions. */
  public long packets() {
    return packets;
  }

  /** Payload bytes of those packets. */
  public long payloadBytes() {
    return payloadBytes;
  }

  /** Packets retransmitted. */
  public long retransmitted() {
    return retransmitted;
  }

  /** NACKed packets that were no longer or never there. */
  public long retransmissionMisses() {
    return retransmissionMisses;
  }

  /** Restarts of the numbering: changes of source and interruptions. */
  public long switches() {
    return switches;
  }
}

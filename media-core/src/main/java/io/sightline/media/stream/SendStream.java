package io.sightline.media.stream;

import io.sightline.media.rtcp.RtcpReader;
import io.sightline.media.rtcp.RtcpWriter;
import io.sightline.media.rtp.ExtensionRewriter;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.rtp.VideoCodec;

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

  /**
   * @param ssrc towards the receiver, unsigned 32-bit
   * @param clockRate of the codec in Hz
   * @param cachePackets packets kept for retransmission, a power of two, or 0 for none
   * @param firstSequence random start, 0 to 32767
   * @param firstTimestamp random start, unsigned 32-bit
   */
  public SendStream(
      long ssrc, int clockRate, int cachePackets, int firstSequence, long firstTimestamp) {
    throw new UnsupportedOperationException(
        ssrc + "/" + clockRate + cachePackets + firstSequence + firstTimestamp);
  }

  /** Unsigned 32-bit. */
  public long ssrc() {
    throw new UnsupportedOperationException();
  }

  /**
   * Maps a payload type of the source to the receiver's.
   *
   * @param codec decides where a source may start; {@link VideoCodec#NONE} for audio
   * @param rtxPayloadType the receiver's RTX type for it, or -1
   */
  public void mapPayloadType(int from, int to, VideoCodec codec, int rtxPayloadType) {
    throw new UnsupportedOperationException();
  }

  /** Retransmissions go out on this SSRC; -1 turns them off. */
  public void setRtxSsrc(long rtxSsrc, int firstSequence) {
    throw new UnsupportedOperationException();
  }

  /** The header extension mapping, applied to every packet; configure it before use. */
  public ExtensionRewriter extensions() {
    throw new UnsupportedOperationException();
  }

  /**
   * Rewrites one packet in place: SSRC, payload type, sequence number, timestamp, VP8 picture ids,
   * header extensions; keeps a copy for retransmission.
   *
   * @param packet a copy of the source's packet with the source's numbers and SSRC
   * @param sourceIndex its extended index from {@link ReceiveStream#index()}
   */
  public Verdict forward(RtpPacket packet, long sourceIndex, long nowNs) {
    throw new UnsupportedOperationException();
  }

  /**
   * The source paused, was lost, or packets were dropped on purpose: the next packet continues the
   * numbering without a gap, a video at the next key frame.
   */
  public void interrupt() {
    throw new UnsupportedOperationException();
  }

  /** True while packets are dropped for want of a key frame. */
  public boolean wantsKeyFrame() {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes the RTX packet for one NACKed sequence number (RFC 4588).
   *
   * @param sequence as sent to the receiver
   * @param roundTripNs a packet repeated less than this ago is not repeated
   * @return its length in bytes; 0 when it is unknown, too fresh, or RTX is off
   */
  public int retransmit(int sequence, long nowNs, long roundTripNs, byte[] target, int offset) {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes a sender report in the source's wall clock, so that the receiver synchronises audio and
   * video of one participant by the participant's own clock.
   *
   * @param source the stream being forwarded
   * @return false before the source's first sender report, before the first packet, without room
   */
  public boolean writeSenderReport(RtcpWriter writer, ReceiveStream source, long nowNs) {
    throw new UnsupportedOperationException();
  }

  /** Takes in block {@code block} of the report that the reader stands on. */
  public void onReportBlock(RtcpReader report, int block, long nowNs) {
    throw new UnsupportedOperationException();
  }

  /** Round trip in ns from the last report block, or -1. */
  public long roundTripNs() {
    throw new UnsupportedOperationException();
  }

  /** Fraction lost in 1/256 that the receiver reported last. */
  public int reportedFractionLost() {
    throw new UnsupportedOperationException();
  }

  /** Cumulative loss that the receiver reported last. */
  public long reportedLost() {
    throw new UnsupportedOperationException();
  }

  /** Jitter in units of the clock that the receiver reported last. */
  public long reportedJitter() {
    throw new UnsupportedOperationException();
  }

  /** Packets to send, without retransmissions. */
  public long packets() {
    throw new UnsupportedOperationException();
  }

  /** Payload bytes of those packets. */
  public long payloadBytes() {
    throw new UnsupportedOperationException();
  }

  /** Packets retransmitted. */
  public long retransmitted() {
    throw new UnsupportedOperationException();
  }

  /** NACKed packets that were no longer or never there. */
  public long retransmissionMisses() {
    throw new UnsupportedOperationException();
  }

  /** Changes of source. */
  public long switches() {
    throw new UnsupportedOperationException();
  }
}

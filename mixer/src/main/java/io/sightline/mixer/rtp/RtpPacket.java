package io.sightline.mixer.rtp;

/**
 * One RTP packet with its wrapping numbers extended.
 *
 * @param sequence extended sequence number
 * @param timestamp extended RTP time, in units of the codec's clock
 * @param arrivalNs in ns since the recording's start
 * @param payload without header extensions and padding; empty for a packet of padding only
 * @param resent whether it came as a retransmission (RFC 4588)
 * @param quarters as {@link VideoOrientation#read} says
 */
public record RtpPacket(
    long sequence,
    long timestamp,
    boolean marker,
    int payloadType,
    long arrivalNs,
    byte[] payload,
    boolean resent,
    int quarters) {

  /** One that came at the first attempt and says nothing of orientation. */
  public RtpPacket(
      long sequence,
      long timestamp,
      boolean marker,
      int payloadType,
      long arrivalNs,
      byte[] payload) {
    this(
        sequence,
        timestamp,
        marker,
        payloadType,
        arrivalNs,
        payload,
        false,
        VideoOrientation.UNSAID);
  }
}

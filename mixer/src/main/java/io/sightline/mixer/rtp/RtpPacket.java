package io.sightline.mixer.rtp;

/**
 * One RTP packet with its wrapping numbers extended.
 *
 * @param sequence extended sequence number
 * @param timestamp extended RTP time, in units of the codec's clock
 * @param arrivalNs in ns since the recording's start
 * @param payload without header extensions and padding; empty for a packet of padding only
 */
public record RtpPacket(
    long sequence,
    long timestamp,
    boolean marker,
    int payloadType,
    long arrivalNs,
    byte[] payload) {}

package io.sightline.mixer.rtp;

/**
 * What a decoder takes at once.
 *
 * @param timestamp extended RTP time
 * @param key whether decoding can start here; always true for audio
 */
public record EncodedFrame(long timestamp, byte[] data, boolean key) {}

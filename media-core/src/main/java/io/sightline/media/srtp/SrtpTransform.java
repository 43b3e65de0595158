package io.sightline.media.srtp;

/**
 * Protects, or unprotects, all streams of one direction of a transport: one master key, one context
 * (roll-over counter, replay window) per SSRC.
 *
 * <p>Everything happens in place. Methods return the new length in bytes, or one of the negative
 * reason constants, in which case the packet is to be dropped and counted; the bytes are then
 * undefined. State changes only after authentication. One thread at a time.
 */
public final class SrtpTransform {
  /** The packet is shorter than its headers and tag, or its header is inconsistent. */
  public static final int MALFORMED = -1;

  /** The tag does not fit: forged, damaged, or protected with other keys. */
  public static final int AUTHENTICATION_FAILED = -2;

  /** This index was accepted before. */
  public static final int REPLAYED = -3;

  /** The index is older than the replay window. */
  public static final int TOO_OLD = -4;

  /** The SSRC cap is reached and this SSRC is a new one. */
  public static final int TOO_MANY_SSRCS = -5;

  /** The buffer has no room for what protection adds. */
  public static final int NO_ROOM = -6;

  /** Outbound: this index was protected before; doing it twice would repeat a nonce. */
  public static final int INDEX_REUSED = -7;

  /** 2^48 RTP or 2^31 RTCP packets were sent with this key (RFC 3711 section 9.2). */
  public static final int KEY_EXHAUSTED = -8;

  /** Inbound SRTCP without its E bit; unencrypted RTCP is refused. */
  public static final int NOT_ENCRYPTED = -9;

  /** SSRCs per transform unless told otherwise. */
  public static final int DEFAULT_MAX_SSRCS = 64;

  private SrtpTransform() {}

  /**
   * A transform that protects.
   *
   * @param masterKey {@link SrtpProfile#keyLength()} bytes; copied
   * @param masterSalt {@link SrtpProfile#saltLength()} bytes; copied
   * @param maxSsrcs contexts at most, 1 to 1024
   */
  public static SrtpTransform outbound(
      SrtpProfile profile, byte[] masterKey, byte[] masterSalt, int maxSsrcs) {
    throw new UnsupportedOperationException();
  }

  /** A transform that unprotects; parameters as for {@link #outbound}. */
  public static SrtpTransform inbound(
      SrtpProfile profile, byte[] masterKey, byte[] masterSalt, int maxSsrcs) {
    throw new UnsupportedOperationException();
  }

  /**
   * The transform of one side out of the DTLS exporter's bytes (RFC 5764 section 4.2): client key,
   * server key, client salt, server salt.
   *
   * @param exported {@link SrtpProfile#exportLength()} bytes
   * @param clientWrites true for the direction in which the DTLS client sends
   * @param outbound true to protect, false to unprotect
   */
  public static SrtpTransform fromExporter(
      SrtpProfile profile, byte[] exported, boolean clientWrites, boolean outbound, int maxSsrcs) {
    throw new UnsupportedOperationException();
  }

  /**
   * Protects the RTP packet at {@code offset}.
   *
   * @param capacity bytes usable from {@code offset} on; {@link SrtpProfile#rtpOverhead()} more
   *     than {@code length} is always enough
   * @return the length of the SRTP packet, or a negative reason
   */
  public int protect(byte[] buffer, int offset, int length, int capacity) {
    throw new UnsupportedOperationException();
  }

  /** Unprotects the SRTP packet at {@code offset}; returns the RTP length or a negative reason. */
  public int unprotect(byte[] buffer, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  /** Protects a compound RTCP packet; {@link SrtpProfile#rtcpOverhead()} more bytes are enough. */
  public int protectRtcp(byte[] buffer, int offset, int length, int capacity) {
    throw new UnsupportedOperationException();
  }

  /** Unprotects an SRTCP packet; returns the RTCP length or a negative reason. */
  public int unprotectRtcp(byte[] buffer, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  /** Packets refused because of the SSRC cap. */
  public long refusedSsrcs() {
    throw new UnsupportedOperationException();
  }

  /** Distinct SSRCs seen, authenticated. */
  public int ssrcCount() {
    throw new UnsupportedOperationException();
  }

  /** Forgets an SSRC so that it no longer counts against the cap; its state starts anew. */
  public void remove(long ssrc) {
    throw new UnsupportedOperationException();
  }

  /** The name of a negative reason in kebab-case, for counters and logs. */
  public static String reason(int code) {
    return switch (code) {
      case MALFORMED -> "malformed";
      case AUTHENTICATION_FAILED -> "authentication-failed";
      case REPLAYED -> "replayed";
      case TOO_OLD -> "too-old";
      case TOO_MANY_SSRCS -> "too-many-ssrcs";
      case NO_ROOM -> "no-room";
      case INDEX_REUSED -> "index-reused";
      case KEY_EXHAUSTED -> "key-exhausted";
      case NOT_ENCRYPTED -> "not-encrypted";
      default -> "none";
    };
  }
}

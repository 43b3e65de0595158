package io.sightline.media.srtp;

/** Protection profiles of RFC 5764 section 4.1.2 and RFC 7714 section 14.2. */
public enum SrtpProfile {
  AES128_CM_SHA1_80(0x0001, 16, 14, 10, false),
  AEAD_AES_128_GCM(0x0007, 16, 12, 16, true),
  AEAD_AES_256_GCM(0x0008, 32, 12, 16, true);

  private final int code;
  private final int keyLength;
  private final int saltLength;
  private final int tagLength;
  private final boolean aead;

  SrtpProfile(int code, int keyLength, int saltLength, int tagLength, boolean aead) {
    this.code = code;
    this.keyLength = keyLength;
    this.saltLength = saltLength;
    this.tagLength = tagLength;
    this.aead = aead;
  }

  /** The profile of a use_srtp code, or null when it is not supported. */
  public static SrtpProfile ofCode(int code) {
    for (SrtpProfile profile : values()) {
      if (profile.code == code) {
        return profile;
      }
    }
    return null;
  }

  /** The two-byte code in the use_srtp extension. */
  public int code() {
    return code;
  }

  /** Master key length in bytes. */
  public int keyLength() {
    return keyLength;
  }

  /** Master salt length in bytes. */
  public int saltLength() {
    return saltLength;
  }

  /** Authentication tag length in bytes. */
  public int tagLength() {
    return tagLength;
  }

  /** True for the AES-GCM profiles. */
  public boolean aead() {
    return aead;
  }

  /** Bytes to export from DTLS for both directions (RFC 5764 section 4.2). */
  public int exportLength() {
    return 2 * (keyLength + saltLength);
  }

  /** Most bytes that SRTP adds to an RTP packet. */
  public int rtpOverhead() {
    return tagLength;
  }

  /** Most bytes that SRTCP adds to an RTCP packet: tag and index word. */
  public int rtcpOverhead() {
    return tagLength + 4;
  }
}

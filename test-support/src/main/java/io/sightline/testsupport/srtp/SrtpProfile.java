package io.sightline.testsupport.srtp;

/** A DTLS-SRTP protection profile (RFC 5764 section 4.1.2, RFC 7714 section 14.2). */
public enum SrtpProfile {
  AES128_CM_HMAC_SHA1_80(0x0001, 16, 14, 10, false),
  AEAD_AES_128_GCM(0x0007, 16, 12, 16, true),
  AEAD_AES_256_GCM(0x0008, 32, 12, 16, true);

  private final int id;
  private final int keyLength;
  private final int saltLength;
  private final int tagLength;
  private final boolean aead;

  SrtpProfile(int id, int keyLength, int saltLength, int tagLength, boolean aead) {
    this.id = id;
    this.keyLength = keyLength;
    this.saltLength = saltLength;
    this.tagLength = tagLength;
    this.aead = aead;
  }

  /** The number that {@code use_srtp} carries. */
  public int id() {
    return id;
  }

  /** Master key, in bytes. */
  public int keyLength() {
    return keyLength;
  }

  /** Master salt, in bytes. */
  public int saltLength() {
    return saltLength;
  }

  /** Authentication tag, in bytes. */
  public int tagLength() {
    return tagLength;
  }

  boolean aead() {
    return aead;
  }

  /**
   * The profile with a given number.
   *
   * @throws IllegalArgumentException when this client does not know it
   */
  public static SrtpProfile of(int id) {
    for (SrtpProfile profile : values()) {
      if (profile.id == id) {
        return profile;
      }
    }
    throw new IllegalArgumentException("unknown SRTP profile " + id);
  }
}

package io.sightline.media.srtp;

import io.sightline.media.rtp.Bytes;

/** The initialization vectors of AES-GCM (RFC 7714); each valid until the next. */
final class GcmIv {
  private static final int LENGTH = 12;

  private final byte[] salt;
  private final byte[] iv = new byte[LENGTH];
  private final byte[] word = new byte[4];

  GcmIv(byte[] salt) {
    this.salt = salt.clone();
  }

  /** Section 8.1: two zero bytes, SSRC, roll-over counter, sequence number. */
  byte[] ofRtp(int ssrc, long index) {
    Bytes.put16(iv, 0, 0);
    Bytes.put32(iv, 2, ssrc);
    Bytes.put32(iv, 6, index >>> 16);
    Bytes.put16(iv, 10, (int) index);
    return salted();
  }

  /** Section 9.1: two zero bytes, SSRC, two zero bytes, 31-bit index. */
  byte[] ofRtcp(int ssrc, int index) {
    Bytes.put16(iv, 0, 0);
    Bytes.put32(iv, 2, ssrc);
    Bytes.put16(iv, 6, 0);
    Bytes.put32(iv, 8, index);
    return salted();
  }

  /** Four bytes for the index word of a packet; they mean nothing here. */
  byte[] word() {
    return word;
  }

  private byte[] salted() {
    for (int i = 0; i < LENGTH; i++) {
      iv[i] ^= salt[i];
    }
    return iv;
  }
}

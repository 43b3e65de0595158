package io.sightline.media.srtp;

import io.sightline.media.rtp.Bytes;

/** The initialization vectors of AES-CM; each valid until the next. */
final class CounterModeIv {
  private final byte[] salt;
  private final byte[] iv = new byte[16];

  CounterModeIv(byte[] salt) {
    this.salt = salt.clone();
  }

  /** RFC 3711 section 4.1.1: salt * 2^16 XOR SSRC * 2^64 XOR index * 2^16. */
  byte[] of(int ssrc, long index) {
    System.arraycopy(salt, 0, iv, 0, salt.length);
    iv[14] = 0;
    iv[15] = 0;
    Bytes.put32(iv, 4, Bytes.s32(iv, 4) ^ ssrc);
    Bytes.put32(iv, 8, Bytes.u32(iv, 8) ^ index >>> 16);
    Bytes.put16(iv, 12, Bytes.u16(iv, 12) ^ ((int) index & 0xFFFF));
    return iv;
  }
}

package io.sightline.media.srtp;

import io.sightline.media.foreign.ForeignException;
import io.sightline.media.foreign.ForeignMemory;

/**
 * Ciphers of the system's OpenSSL and the memory through which packets go in and out of them. All
 * ciphers made by one of these belong to its thread.
 */
final class OpenSslCrypto extends SrtpCrypto {
  /** Longer packets than the transport takes are refused by the ciphers. */
  static final int PACKET = 4096;

  static final int IV_AT = 0;
  static final int LENGTH_AT = 16;
  static final int WORD_AT = 32;
  static final int DIGEST_AT = 64;
  static final int PACKET_AT = 128;

  private final ForeignMemory memory;

  OpenSslCrypto() throws ForeignException {
    EvpFunctions.require();
    memory = new ForeignMemory(PACKET_AT + PACKET);
  }

  @Override
  PacketCipher gcm(byte[] key, byte[] salt) {
    return new OpenSslGcmCipher(memory, key, salt);
  }

  @Override
  PacketCipher counterMode(byte[] key, byte[] salt, byte[] authenticationKey) {
    return new OpenSslCounterModeCipher(memory, key, salt, authenticationKey);
  }
}

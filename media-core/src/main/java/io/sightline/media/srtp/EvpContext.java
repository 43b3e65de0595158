package io.sightline.media.srtp;

import io.sightline.media.foreign.ForeignMemory;

/** A cipher's context of OpenSSL under one key; made when first used, in one direction. */
final class EvpContext {
  private static final long CLOSED = -1;

  private final ForeignMemory memory;
  private final long cipher;
  private final byte[] key;
  private long encrypting;
  private long decrypting;

  EvpContext(ForeignMemory memory, long cipher, byte[] key) {
    this.memory = memory;
    this.cipher = cipher;
    this.key = key.clone();
  }

  /**
   * Begins with the IV that lies in the memory.
   *
   * @return the context, or 0 when closed or refused
   */
  long begin(int mode) {
    long context = mode == EvpFunctions.ENCRYPT ? encrypting : decrypting;
    if (context == 0) {
      context = make(mode);
    }
    boolean begun =
        context > 0
            && EvpFunctions.init(context, 0, 0, memory.address() + OpenSslCrypto.IV_AT, mode);
    return begun ? context : 0;
  }

  private long make(int mode) {
    long made = EvpFunctions.newContext();
    memory.bytes().put(OpenSslCrypto.PACKET_AT + OpenSslCrypto.PACKET - key.length, key);
    boolean usable =
        made != 0
            && EvpFunctions.init(
                made,
                cipher,
                memory.address() + OpenSslCrypto.PACKET_AT + OpenSslCrypto.PACKET - key.length,
                0,
                mode);
    memory
        .bytes()
        .put(OpenSslCrypto.PACKET_AT + OpenSslCrypto.PACKET - key.length, new byte[key.length]);
    if (!usable) {
      EvpFunctions.freeContext(made);
      throw new IllegalStateException("OpenSSL refuses a key");
    }
    if (mode == EvpFunctions.ENCRYPT) {
      encrypting = made;
    } else {
      decrypting = made;
    }
    return made;
  }

  /** Frees what OpenSSL keeps; nothing can be done with it afterwards. */
  void close() {
    if (encrypting > 0) {
      EvpFunctions.freeContext(encrypting);
    }
    if (decrypting > 0) {
      EvpFunctions.freeContext(decrypting);
    }
    encrypting = CLOSED;
    decrypting = CLOSED;
  }
}

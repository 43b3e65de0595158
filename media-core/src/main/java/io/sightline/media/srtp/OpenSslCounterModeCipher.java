package io.sightline.media.srtp;

import io.sightline.media.foreign.ForeignMemory;
import io.sightline.media.rtp.Bytes;
import java.nio.ByteBuffer;

/** AES128_CM_HMAC_SHA1_80 (RFC 3711 sections 4.1.1 and 4.2.1) by OpenSSL. */
final class OpenSslCounterModeCipher implements PacketCipher {
  private static final int TAG = 10;
  private static final int RTCP_HEADER = 8;
  private static final int INDEX_WORD = 4;
  private static final int AT = OpenSslCrypto.PACKET_AT;

  private final ForeignMemory memory;
  private final ByteBuffer bytes;
  private final EvpContext context;
  private final CounterModeIv iv;
  private final byte[] word = new byte[INDEX_WORD];
  private long mac;

  OpenSslCounterModeCipher(
      ForeignMemory memory, byte[] key, byte[] salt, byte[] authenticationKey) {
    this.memory = memory;
    this.bytes = memory.bytes();
    this.context = new EvpContext(memory, EvpFunctions.counterMode(), key);
    this.iv = new CounterModeIv(salt);
    this.mac = EvpFunctions.newMac();
    bytes.put(OpenSslCrypto.DIGEST_AT, authenticationKey);
    boolean usable =
        mac != 0
            && EvpFunctions.initMac(
                mac,
                memory.address() + OpenSslCrypto.DIGEST_AT,
                authenticationKey.length,
                EvpFunctions.sha1());
    bytes.put(OpenSslCrypto.DIGEST_AT, new byte[authenticationKey.length]);
    if (!usable) {
      throw new IllegalStateException("OpenSSL refuses a key of HMAC-SHA1");
    }
  }

  @Override
  public int indexWordFromEnd() {
    return INDEX_WORD + TAG;
  }

  @Override
  public int protect(byte[] buffer, int offset, int header, int length, int ssrc, long index) {
    if (length + TAG > OpenSslCrypto.PACKET) {
      return SrtpTransform.NO_ROOM;
    }
    bytes.put(AT, buffer, offset, length);
    if (!crypt(header, length, ssrc, index) || !computeRtpTag(length, index)) {
      return SrtpTransform.INDEX_REUSED;
    }
    bytes.get(AT + header, buffer, offset + header, length - header);
    bytes.get(OpenSslCrypto.DIGEST_AT, buffer, offset + length, TAG);
    return length + TAG;
  }

  @Override
  public int unprotect(byte[] buffer, int offset, int header, int length, int ssrc, long index) {
    int plain = length - TAG;
    if (plain < header || length > OpenSslCrypto.PACKET) {
      return SrtpTransform.MALFORMED;
    }
    bytes.put(AT, buffer, offset, length);
    if (!computeRtpTag(plain, index)
        || !tagMatches(AT + plain)
        || !crypt(header, plain, ssrc, index)) {
      return SrtpTransform.AUTHENTICATION_FAILED;
    }
    bytes.get(AT + header, buffer, offset + header, plain - header);
    return plain;
  }

  @Override
  public int protectRtcp(byte[] buffer, int offset, int length, int ssrc, int index) {
    if (length + INDEX_WORD + TAG > OpenSslCrypto.PACKET) {
      return SrtpTransform.NO_ROOM;
    }
    bytes.put(AT, buffer, offset, length);
    Bytes.put32(word, 0, 0x8000_0000L | index);
    bytes.put(AT + length, word);
    if (!crypt(RTCP_HEADER, length, ssrc, index) || !computeTag(length + INDEX_WORD, 0)) {
      return SrtpTransform.INDEX_REUSED;
    }
    bytes.get(AT + RTCP_HEADER, buffer, offset + RTCP_HEADER, length + INDEX_WORD - RTCP_HEADER);
    bytes.get(OpenSslCrypto.DIGEST_AT, buffer, offset + length + INDEX_WORD, TAG);
    return length + INDEX_WORD + TAG;
  }

  @Override
  public int unprotectRtcp(byte[] buffer, int offset, int length, int ssrc, int index) {
    int plain = length - TAG - INDEX_WORD;
    if (plain < RTCP_HEADER || length > OpenSslCrypto.PACKET) {
      return SrtpTransform.MALFORMED;
    }
    bytes.put(AT, buffer, offset, length);
    if (!computeTag(plain + INDEX_WORD, 0)
        || !tagMatches(AT + plain + INDEX_WORD)
        || !crypt(RTCP_HEADER, plain, ssrc, index)) {
      return SrtpTransform.AUTHENTICATION_FAILED;
    }
    bytes.get(AT + RTCP_HEADER, buffer, offset + RTCP_HEADER, plain - RTCP_HEADER);
    return plain;
  }

  private boolean crypt(int from, int to, int ssrc, long index) {
    bytes.put(OpenSslCrypto.IV_AT, iv.of(ssrc, index));
    long evp = context.begin(EvpFunctions.ENCRYPT);
    long at = memory.address() + AT + from;
    return evp != 0
        && (from == to
            || EvpFunctions.update(
                evp, at, memory.address() + OpenSslCrypto.LENGTH_AT, at, to - from));
  }

  /** RFC 3711 section 4.2: the roll-over counter is authenticated behind the packet. */
  private boolean computeRtpTag(int length, long index) {
    Bytes.put32(word, 0, index >>> 16);
    bytes.put(OpenSslCrypto.WORD_AT, word);
    return computeTag(length, INDEX_WORD);
  }

  private boolean computeTag(int length, int further) {
    return mac != 0
        && EvpFunctions.initMac(mac, 0, 0, 0)
        && EvpFunctions.updateMac(mac, memory.address() + AT, length)
        && (further == 0
            || EvpFunctions.updateMac(mac, memory.address() + OpenSslCrypto.WORD_AT, further))
        && EvpFunctions.finishMac(
            mac,
            memory.address() + OpenSslCrypto.DIGEST_AT,
            memory.address() + OpenSslCrypto.LENGTH_AT);
  }

  private boolean tagMatches(int at) {
    int difference = 0;
    for (int i = 0; i < TAG; i++) {
      difference |= bytes.get(at + i) ^ bytes.get(OpenSslCrypto.DIGEST_AT + i);
    }
    return difference == 0;
  }

  @Override
  public void close() {
    context.close();
    if (mac != 0) {
      EvpFunctions.freeMac(mac);
      mac = 0;
    }
  }
}

package io.sightline.media.srtp;

import io.sightline.media.foreign.ForeignMemory;
import io.sightline.media.rtp.Bytes;
import java.nio.ByteBuffer;

/** AEAD_AES_128_GCM and AEAD_AES_256_GCM (RFC 7714 sections 8 and 9) by OpenSSL. */
final class OpenSslGcmCipher implements PacketCipher {
  private static final int TAG = 16;
  private static final int RTCP_HEADER = 8;
  private static final int INDEX_WORD = 4;
  private static final int AT = OpenSslCrypto.PACKET_AT;

  private final ForeignMemory memory;
  private final ByteBuffer bytes;
  private final EvpContext context;
  private final GcmIv iv;

  OpenSslGcmCipher(ForeignMemory memory, byte[] key, byte[] salt) {
    this.memory = memory;
    this.bytes = memory.bytes();
    this.context = new EvpContext(memory, EvpFunctions.gcm(key.length), key);
    this.iv = new GcmIv(salt);
  }

  @Override
  public int indexWordFromEnd() {
    return INDEX_WORD;
  }

  @Override
  public int protect(byte[] buffer, int offset, int header, int length, int ssrc, long index) {
    bytes.put(OpenSslCrypto.IV_AT, iv.ofRtp(ssrc, index));
    int size = seal(buffer, offset, header, length, 0);
    if (size > 0) {
      bytes.get(AT + header, buffer, offset + header, size - header);
    }
    return size;
  }

  @Override
  public int unprotect(byte[] buffer, int offset, int header, int length, int ssrc, long index) {
    if (length < header + TAG) {
      return SrtpTransform.MALFORMED;
    }
    bytes.put(OpenSslCrypto.IV_AT, iv.ofRtp(ssrc, index));
    return open(buffer, offset, header, length, 0);
  }

  @Override
  public int protectRtcp(byte[] buffer, int offset, int length, int ssrc, int index) {
    bytes.put(OpenSslCrypto.IV_AT, iv.ofRtcp(ssrc, index));
    byte[] word = iv.word();
    Bytes.put32(word, 0, 0x8000_0000L | index);
    bytes.put(OpenSslCrypto.WORD_AT, word);
    int size = seal(buffer, offset, RTCP_HEADER, length, INDEX_WORD);
    if (size < 0) {
      return size;
    }
    bytes.get(AT + RTCP_HEADER, buffer, offset + RTCP_HEADER, size - RTCP_HEADER);
    System.arraycopy(word, 0, buffer, offset + size, INDEX_WORD);
    return size + INDEX_WORD;
  }

  @Override
  public int unprotectRtcp(byte[] buffer, int offset, int length, int ssrc, int index) {
    if (length < RTCP_HEADER + TAG + INDEX_WORD) {
      return SrtpTransform.MALFORMED;
    }
    bytes.put(OpenSslCrypto.IV_AT, iv.ofRtcp(ssrc, index));
    bytes.put(OpenSslCrypto.WORD_AT, buffer, offset + length - INDEX_WORD, INDEX_WORD);
    return open(buffer, offset, RTCP_HEADER, length - INDEX_WORD, INDEX_WORD);
  }

  /** Leaves the cipher text and tag in the memory, behind the header. */
  private int seal(byte[] buffer, int offset, int header, int length, int word) {
    if (length + TAG > OpenSslCrypto.PACKET) {
      return SrtpTransform.NO_ROOM;
    }
    bytes.put(AT, buffer, offset, length);
    long evp = context.begin(EvpFunctions.ENCRYPT);
    long packet = memory.address() + AT;
    return evp != 0
            && authenticate(evp, header, word)
            && crypt(evp, packet + header, length - header)
            && EvpFunctions.finish(evp, packet + length, lengthOut())
            && EvpFunctions.control(evp, EvpFunctions.GET_TAG, TAG, packet + length)
        ? length + TAG
        : SrtpTransform.INDEX_REUSED;
  }

  /** Puts the plain text into the buffer once it is authentic. */
  private int open(byte[] buffer, int offset, int header, int length, int word) {
    if (length > OpenSslCrypto.PACKET) {
      return SrtpTransform.MALFORMED;
    }
    bytes.put(AT, buffer, offset, length);
    int plain = length - TAG;
    long evp = context.begin(EvpFunctions.DECRYPT);
    long packet = memory.address() + AT;
    boolean authentic =
        evp != 0
            && EvpFunctions.control(evp, EvpFunctions.SET_TAG, TAG, packet + plain)
            && authenticate(evp, header, word)
            && crypt(evp, packet + header, plain - header)
            && EvpFunctions.finish(evp, packet + length, lengthOut());
    if (!authentic) {
      return SrtpTransform.AUTHENTICATION_FAILED;
    }
    bytes.get(AT + header, buffer, offset + header, plain - header);
    return plain;
  }

  /** RFC 7714 sections 8.2 and 9.2: the header, and with RTCP the index word behind it. */
  private boolean authenticate(long evp, int header, int word) {
    return EvpFunctions.update(evp, 0, lengthOut(), memory.address() + AT, header)
        && (word == 0
            || EvpFunctions.update(
                evp, 0, lengthOut(), memory.address() + OpenSslCrypto.WORD_AT, word));
  }

  private boolean crypt(long evp, long at, int length) {
    return length == 0 || EvpFunctions.update(evp, at, lengthOut(), at, length);
  }

  private long lengthOut() {
    return memory.address() + OpenSslCrypto.LENGTH_AT;
  }

  @Override
  public void close() {
    context.close();
  }
}

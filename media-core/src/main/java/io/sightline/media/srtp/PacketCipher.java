package io.sightline.media.srtp;

/**
 * Encryption and authentication of single packets under fixed session keys; RTP or RTCP. Works in
 * place; lengths in, lengths or negative {@link SrtpTransform} reasons out. One thread.
 */
interface PacketCipher {
  /**
   * Protects an RTP packet.
   *
   * @param header bytes that stay readable
   * @param index the 48-bit packet index
   */
  int protect(byte[] buffer, int offset, int header, int length, int ssrc, long index);

  int unprotect(byte[] buffer, int offset, int header, int length, int ssrc, long index);

  /** Protects an RTCP packet and appends index word and tag in the profile's order. */
  int protectRtcp(byte[] buffer, int offset, int length, int ssrc, int index);

  int unprotectRtcp(byte[] buffer, int offset, int length, int ssrc, int index);

  /** Where the index word is in an SRTCP packet, counted from the packet's end. */
  int indexWordFromEnd();

  /** Lets go of what is not the Java runtime's; every packet is refused afterwards. */
  default void close() {
    // Most have nothing of the kind.
  }
}

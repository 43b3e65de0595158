package io.sightline.testsupport.dtls;

import java.io.IOException;

/** One side of one DTLS-SRTP handshake. */
@FunctionalInterface
public interface DtlsSrtpSide {
  /**
   * Shakes hands; blocks up to ten seconds.
   *
   * @throws IOException when the other side refuses, is not who it announced to be, has no SRTP
   *     profile of ours, or does not answer
   */
  SrtpKeying shakeHands(DatagramQueue datagrams) throws IOException;
}

package io.sightline.media.rtcp;

/**
 * Collects arrivals of packets with a transport-wide sequence number and writes the feedback
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1). One per transport, one thread.
 */
public final class TransportFeedbackBuilder {
  /**
   * Notes one packet.
   *
   * @param sequence transport-wide sequence number, 0 to 65535
   */
  public void received(int sequence, long nowNs) {
    throw new UnsupportedOperationException();
  }

  /** True when there is something to tell. */
  public boolean hasPending() {
    throw new UnsupportedOperationException();
  }

  /** Writes one feedback packet; its length, or 0 with nothing to tell or no room for it. */
  int write(byte[] buffer, int offset, int capacity, long senderSsrc, long mediaSsrc) {
    throw new UnsupportedOperationException();
  }
}

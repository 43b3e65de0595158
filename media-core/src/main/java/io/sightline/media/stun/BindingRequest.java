package io.sightline.media.stun;

/**
 * A parsed binding request, or the reason why the bytes are none. Immutable, any thread.
 *
 * <p>Parsing proves nothing about the sender: only {@link #isAuthenticatedBy} does.
 */
public final class BindingRequest {
  /** Longest accepted datagram in bytes; checks of browsers stay under 200. */
  public static final int MAX_LENGTH = 1500;

  private BindingRequest() {}

  /** Reads {@code length} bytes at {@code offset}, copying what it keeps. Never throws. */
  public static BindingRequest parse(byte[] buffer, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  /** {@link StunFault#NONE} when the request is well-formed; else no other method is of use. */
  public StunFault fault() {
    throw new UnsupportedOperationException();
  }

  /** The 12 bytes of the transaction ID; a copy. */
  public byte[] transactionId() {
    throw new UnsupportedOperationException();
  }

  /** The part of USERNAME before the colon: the receiver's ufrag; empty when there is none. */
  public String localUfrag() {
    throw new UnsupportedOperationException();
  }

  /** The part of USERNAME after the colon: the sender's ufrag; empty when there is none. */
  public String remoteUfrag() {
    throw new UnsupportedOperationException();
  }

  /** PRIORITY, unsigned 32-bit, or -1 when absent (RFC 8445 section 7.1.1). */
  public long priority() {
    throw new UnsupportedOperationException();
  }

  /** True when the controlling side nominates the pair with this check. */
  public boolean useCandidate() {
    throw new UnsupportedOperationException();
  }

  /** True when the sender claims the controlling role. */
  public boolean controlling() {
    throw new UnsupportedOperationException();
  }

  /** True when the sender claims the controlled role, which a lite agent's peer must not. */
  public boolean controlled() {
    throw new UnsupportedOperationException();
  }

  /** True when a MESSAGE-INTEGRITY attribute is there, right or wrong. */
  public boolean hasIntegrity() {
    throw new UnsupportedOperationException();
  }

  /** Comprehension-required attribute types that are not known here; a copy, mostly empty. */
  public int[] unknownAttributes() {
    throw new UnsupportedOperationException();
  }

  /**
   * Verifies MESSAGE-INTEGRITY (RFC 8489 section 14.5) in constant time.
   *
   * @param pwd the receiver's ICE password
   */
  public boolean isAuthenticatedBy(String pwd) {
    throw new UnsupportedOperationException();
  }
}

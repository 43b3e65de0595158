package io.sightline.media.dtls;

/** Our side's part in a handshake, the opposite of the other's {@code a=setup} (RFC 8842). */
public enum DtlsRole {
  /** The passive one: it waits for the other's ClientHello. */
  SERVER,
  /** The active one: it begins as soon as ICE knows a way. */
  CLIENT;

  /** Ours beside a peer that answers, or offers, such a setup; who leaves it open is active. */
  public static DtlsRole beside(String setup) {
    return "passive".equals(setup) ? CLIENT : SERVER;
  }
}

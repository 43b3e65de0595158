/**
 * SRTP and SRTCP (RFC 3711, RFC 7714) in place on heap arrays, with the JDK's ciphers or OpenSSL's.
 *
 * <p>Key derivation, roll-over counter, replay window and the packet transforms belong here; the
 * handshake that yields the keys (RFC 5764) does not.
 */
package io.sightline.media.srtp;

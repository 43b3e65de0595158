package io.sightline.media.dtls;

import io.sightline.media.srtp.SrtpProfile;

/**
 * What a handshake yields for SRTP.
 *
 * @param exported the exporter's bytes (RFC 5764 section 4.2): client key, server key, client salt,
 *     server salt; secret
 * @param role ours: it says which of the keys protect what we send
 */
public record SrtpKeys(SrtpProfile profile, byte[] exported, DtlsRole role) {
  @Override
  public String toString() {
    return "SrtpKeys[profile=" + profile + "]";
  }
}

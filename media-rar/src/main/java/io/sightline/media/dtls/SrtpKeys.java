package io.sightline.media.dtls;

import io.sightline.media.srtp.SrtpProfile;

/**
 * What a handshake yields for SRTP.
 *
 * @param exported the exporter's bytes (RFC 5764 section 4.2): client key, server key, client salt,
 *     server salt; secret
 */
public record SrtpKeys(SrtpProfile profile, byte[] exported) {
  @Override
  public String toString() {
    return "SrtpKeys[profile=" + profile + "]";
  }
}

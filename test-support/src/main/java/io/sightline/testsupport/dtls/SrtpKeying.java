package io.sightline.testsupport.dtls;

import io.sightline.testsupport.srtp.SrtpContext;
import io.sightline.testsupport.srtp.SrtpProfile;
import java.util.Arrays;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.TlsContext;

/**
 * What a DTLS-SRTP handshake gives.
 *
 * @param transport for alerts and the closing notice
 * @param profile the one agreed on
 * @param outbound protects what this side sends
 * @param inbound opens what the other sends
 */
public record SrtpKeying(
    DTLSTransport transport, SrtpProfile profile, SrtpContext outbound, SrtpContext inbound) {

  /** The exporter's bytes of a complete handshake (RFC 5764 section 4.2). */
  static byte[] export(TlsContext context, SrtpProfile profile) {
    int length = 2 * (profile.keyLength() + profile.saltLength());
    return context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, length);
  }

  /** RFC 5764 section 4.2: both keys, then both salts, the client's first. */
  static SrtpKeying of(
      DTLSTransport transport, SrtpProfile profile, byte[] material, boolean client) {
    SrtpContext[] sides = new SrtpContext[2];
    for (int side = 0; side < sides.length; side++) {
      int keyAt = side * profile.keyLength();
      int saltAt = 2 * profile.keyLength() + side * profile.saltLength();
      sides[side] =
          new SrtpContext(
              profile,
              Arrays.copyOfRange(material, keyAt, keyAt + profile.keyLength()),
              Arrays.copyOfRange(material, saltAt, saltAt + profile.saltLength()));
    }
    return new SrtpKeying(transport, profile, sides[client ? 0 : 1], sides[client ? 1 : 0]);
  }
}

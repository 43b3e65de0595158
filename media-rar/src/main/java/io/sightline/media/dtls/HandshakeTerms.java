package io.sightline.media.dtls;

import io.sightline.media.api.Fingerprint;
import io.sightline.media.srtp.SrtpProfile;
import java.io.IOException;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * What our side of one handshake demands in either role, and what comes of it: a certificate with
 * the signalled fingerprint, and keys for an SRTP profile of ours.
 */
final class HandshakeTerms {
  /**
   * Our preference. AES-128-GCM first: the fastest with the JDK's ciphers and as strong as the
   * handshake's P-256; CM with SHA-1 only for peers without GCM.
   */
  static final List<SrtpProfile> PROFILES =
      List.of(
          SrtpProfile.AEAD_AES_128_GCM,
          SrtpProfile.AEAD_AES_256_GCM,
          SrtpProfile.AES128_CM_SHA1_80);

  /** First retransmission; doubled each time (RFC 6347 section 4.2.4 permits less than 1 s). */
  static final int RESEND_MILLIS = 250;

  private final BcTlsCrypto crypto;
  private final DtlsIdentity identity;
  private final Fingerprint expected;
  private final int timeoutMillis;
  private SrtpProfile profile;
  private byte[] exported;
  private boolean fingerprintMismatch;

  /**
   * Terms for one handshake.
   *
   * @param expected what the other side's certificate must have
   * @param timeoutMillis for the whole handshake
   */
  HandshakeTerms(
      BcTlsCrypto crypto, DtlsIdentity identity, Fingerprint expected, int timeoutMillis) {
    this.crypto = crypto;
    this.identity = identity;
    this.expected = expected;
    this.timeoutMillis = timeoutMillis;
  }

  BcTlsCrypto crypto() {
    return crypto;
  }

  int timeoutMillis() {
    return timeoutMillis;
  }

  /** Whether the other side's certificate was not the signalled one. */
  boolean fingerprintMismatch() {
    return fingerprintMismatch;
  }

  /** Our certificate, and its key to sign with. */
  TlsCredentialedSigner credentials(TlsContext context) throws IOException {
    TlsCertificate certificate = crypto.createCertificate(identity.certificate());
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        identity.privateKey(),
        new Certificate(new TlsCertificate[] {certificate}),
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }

  /** Refuses every certificate but the signalled one (RFC 8827 section 6.5). */
  void requireSignalled(Certificate shown) throws IOException {
    if (shown == null || shown.isEmpty()) {
      fingerprintMismatch = true;
      throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
    if (!DtlsIdentity.matches(expected, shown.getCertificateAt(0).getEncoded())) {
      fingerprintMismatch = true;
      throw new TlsFatalAlert(AlertDescription.bad_certificate);
    }
  }

  /** Takes the profile that we like best of those that the other side names by their codes. */
  SrtpProfile choose(int[] named) throws TlsFatalAlert {
    for (SrtpProfile candidate : PROFILES) {
      for (int code : named) {
        if (code == candidate.code()) {
          profile = candidate;
          return candidate;
        }
      }
    }
    throw new TlsFatalAlert(AlertDescription.handshake_failure);
  }

  /** Takes SRTP's bytes out of a complete handshake. */
  void export(TlsContext context) {
    exported = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, profile.exportLength());
  }

  /** The keys of a complete handshake. */
  SrtpKeys keys(DtlsRole role) {
    return new SrtpKeys(profile, exported, role);
  }
}

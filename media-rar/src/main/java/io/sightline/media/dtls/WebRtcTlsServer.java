package io.sightline.media.dtls;

import io.sightline.media.api.Fingerprint;
import io.sightline.media.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * What our side of one handshake demands and chooses: DTLS 1.2 with forward secrecy and AEAD, a
 * client certificate with the signalled fingerprint, use_srtp, extended master secret.
 */
final class WebRtcTlsServer extends DefaultTlsServer {
  /**
   * Our preference, not the client's. AES-128-GCM first: the fastest with the JDK's ciphers and as
   * strong as the handshake's P-256; CM with SHA-1 only for peers without GCM.
   */
  private static final List<SrtpProfile> PROFILES =
      List.of(
          SrtpProfile.AEAD_AES_128_GCM,
          SrtpProfile.AEAD_AES_256_GCM,
          SrtpProfile.AES128_CM_SHA1_80);

  private static final int[] CIPHER_SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
  };

  /** First retransmission; doubled each time (RFC 6347 section 4.2.4 permits less than 1 s). */
  private static final int RESEND_MILLIS = 250;

  private final BcTlsCrypto bcCrypto;
  private final DtlsIdentity identity;
  private final Fingerprint expected;
  private final int timeoutMillis;
  private SrtpProfile profile;
  private SrtpKeys keys;
  private boolean fingerprintMismatch;

  WebRtcTlsServer(
      BcTlsCrypto crypto, DtlsIdentity identity, Fingerprint expected, int timeoutMillis) {
    super(crypto);
    this.bcCrypto = crypto;
    this.identity = identity;
    this.expected = expected;
    this.timeoutMillis = timeoutMillis;
  }

  /** The keys, once the handshake is complete; null before. */
  SrtpKeys keys() {
    return keys;
  }

  /** Whether the client's certificate was not the signalled one. */
  boolean fingerprintMismatch() {
    return fingerprintMismatch;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return TlsUtils.getSupportedCipherSuites(bcCrypto, CIPHER_SUITES);
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return timeoutMillis;
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return RESEND_MILLIS;
  }

  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
    TlsCertificate certificate = bcCrypto.createCertificate(identity.certificate());
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        bcCrypto,
        identity.privateKey(),
        new Certificate(new TlsCertificate[] {certificate}),
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }

  @Override
  public TlsCredentials getCredentials() throws IOException {
    return getECDSASignerCredentials();
  }

  @Override
  public CertificateRequest getCertificateRequest() {
    return new CertificateRequest(
        new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
        TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
        new Vector<>());
  }

  @Override
  public void notifyClientCertificate(Certificate certificate) throws IOException {
    if (certificate == null || certificate.isEmpty()) {
      fingerprintMismatch = true;
      throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
    if (!DtlsIdentity.matches(expected, certificate.getCertificateAt(0).getEncoded())) {
      fingerprintMismatch = true;
      throw new TlsFatalAlert(AlertDescription.bad_certificate);
    }
  }

  @Override
  @SuppressWarnings("rawtypes")
  public void processClientExtensions(Hashtable clientExtensions) throws IOException {
    super.processClientExtensions(clientExtensions);
    UseSRTPData offered =
        clientExtensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
    if (offered == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
    profile = choose(offered.getProtectionProfiles());
    if (profile == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
  }

  private static SrtpProfile choose(int[] offered) {
    for (SrtpProfile candidate : PROFILES) {
      for (int code : offered) {
        if (code == candidate.code()) {
          return candidate;
        }
      }
    }
    return null;
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = super.getServerExtensions();
    if (extensions == null) {
      extensions = new Hashtable();
    }
    TlsSRTPUtils.addUseSRTPExtension(
        extensions, new UseSRTPData(new int[] {profile.code()}, TlsUtils.EMPTY_BYTES));
    return extensions;
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    byte[] exported =
        context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, profile.exportLength());
    keys = new SrtpKeys(profile, exported);
  }
}

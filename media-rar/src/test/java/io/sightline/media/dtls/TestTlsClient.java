package io.sightline.media.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Hashtable;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A browser's side of the handshake, with the use_srtp profiles given. */
final class TestTlsClient extends DefaultTlsClient {
  private final BcTlsCrypto bcCrypto;
  private final byte[] shown;
  private final DtlsIdentity identity;
  private final int[] profiles;
  private int chosen;
  private byte[] exported;

  /**
   * @param identity null sends no certificate
   */
  TestTlsClient(DtlsIdentity identity, int[] profiles) {
    this(identity == null ? null : identity.certificate(), identity, profiles);
  }

  /** Shows one certificate and signs with the key of another. */
  TestTlsClient(byte[] shown, DtlsIdentity signing, int[] profiles) {
    this(new BcTlsCrypto(new SecureRandom()), shown, signing, profiles);
  }

  private TestTlsClient(BcTlsCrypto crypto, byte[] shown, DtlsIdentity identity, int[] profiles) {
    super(crypto);
    this.bcCrypto = crypto;
    this.shown = shown;
    this.identity = identity;
    this.profiles = profiles.clone();
  }

  byte[] exported() {
    return exported;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return 10_000;
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = super.getClientExtensions();
    TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profiles, TlsUtils.EMPTY_BYTES));
    return extensions;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public void processServerExtensions(Hashtable extensions) throws IOException {
    super.processServerExtensions(extensions);
    chosen = TlsSRTPUtils.getUseSRTPExtension(extensions).getProtectionProfiles()[0];
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate certificate) {
        // The server's own check is what is tested here.
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) {
        if (identity == null) {
          return null;
        }
        TlsCertificate certificate;
        try {
          certificate = bcCrypto.createCertificate(shown);
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        return new BcDefaultTlsCredentialedSigner(
            new TlsCryptoParameters(context),
            bcCrypto,
            identity.privateKey(),
            new Certificate(new TlsCertificate[] {certificate}),
            SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
      }
    };
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    int length = chosen == 0x0008 ? 88 : chosen == 0x0007 ? 56 : 60;
    exported = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, length);
  }
}

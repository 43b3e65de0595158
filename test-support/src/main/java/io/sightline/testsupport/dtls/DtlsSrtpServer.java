package io.sightline.testsupport.dtls;

import io.sightline.testsupport.srtp.SrtpProfile;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DefaultTlsServer;
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

/** One DTLS-SRTP handshake as the passive side. */
public final class DtlsSrtpServer implements DtlsSrtpSide {
  private final PeerCertificate certificate;
  private final List<SrtpProfile> profiles;
  private final String fingerprintAlgorithm;
  private final String fingerprint;

  /**
   * @param certificate ours
   * @param profiles in order of preference
   * @param fingerprintAlgorithm of the client's certificate, "sha-256" or stronger
   * @param fingerprint what the client announced
   */
  public DtlsSrtpServer(
      PeerCertificate certificate,
      List<SrtpProfile> profiles,
      String fingerprintAlgorithm,
      String fingerprint) {
    this.certificate = certificate;
    this.profiles = List.copyOf(profiles);
    this.fingerprintAlgorithm = fingerprintAlgorithm;
    this.fingerprint = fingerprint;
  }

  @Override
  public SrtpKeying shakeHands(DatagramQueue datagrams) throws IOException {
    Server server = new Server(new BcTlsCrypto(new SecureRandom()));
    DTLSTransport transport = new DTLSServerProtocol().accept(server, datagrams);
    return SrtpKeying.of(transport, server.selected, server.material, false);
  }

  private final class Server extends DefaultTlsServer {
    private final BcTlsCrypto crypto;
    private SrtpProfile selected;
    private byte[] material;

    Server(BcTlsCrypto crypto) {
      super(crypto);
      this.crypto = crypto;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
    }

    @Override
    public int getHandshakeTimeoutMillis() {
      return 10_000;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
      return 200;
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
      Certificate chain =
          new Certificate(new TlsCertificate[] {crypto.createCertificate(certificate.encoded())});
      return new BcDefaultTlsCredentialedSigner(
          new TlsCryptoParameters(context),
          crypto,
          certificate.key(),
          chain,
          new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
      return getECDSASignerCredentials();
    }

    @Override
    public CertificateRequest getCertificateRequest() {
      return new CertificateRequest(
          new short[] {ClientCertificateType.ecdsa_sign},
          TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
          new Vector<>());
    }

    @Override
    public void notifyClientCertificate(Certificate chain) throws IOException {
      if (chain == null || chain.isEmpty()) {
        throw new TlsFatalAlert(AlertDescription.handshake_failure, "no certificate");
      }
      byte[] der = chain.getCertificateAt(0).getEncoded();
      String actual = PeerCertificate.fingerprint(fingerprintAlgorithm, der);
      if (!actual.equalsIgnoreCase(fingerprint)) {
        throw new TlsFatalAlert(AlertDescription.bad_certificate, "not the announced certificate");
      }
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processClientExtensions(Hashtable extensions) throws IOException {
      super.processClientExtensions(extensions);
      UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(extensions);
      int[] ids = offered == null ? new int[0] : offered.getProtectionProfiles();
      selected =
          profiles.stream()
              .filter(profile -> Arrays.stream(ids).anyMatch(id -> id == profile.id()))
              .findFirst()
              .orElseThrow(() -> new TlsFatalAlert(AlertDescription.handshake_failure));
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"})
    public Hashtable getServerExtensions() throws IOException {
      Hashtable extensions = super.getServerExtensions();
      Hashtable all = extensions == null ? new Hashtable() : extensions;
      int[] chosen = {selected.id()};
      TlsSRTPUtils.addUseSRTPExtension(all, new UseSRTPData(chosen, TlsUtils.EMPTY_BYTES));
      return all;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
      super.notifyHandshakeComplete();
      material = SrtpKeying.export(context, selected);
    }
  }
}

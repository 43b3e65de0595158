package io.sightline.testsupport.dtls;

import io.sightline.testsupport.srtp.SrtpProfile;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** One DTLS-SRTP handshake as the active side. */
public final class DtlsSrtpClient implements DtlsSrtpSide {
  private final PeerCertificate certificate;
  private final List<SrtpProfile> profiles;
  private final String fingerprintAlgorithm;
  private final String fingerprint;

  /**
   * @param certificate ours; null offers none, which a WebRTC server must refuse
   * @param profiles in order of preference
   * @param fingerprintAlgorithm of the server's certificate, "sha-256" or stronger
   * @param fingerprint what the server announced
   */
  public DtlsSrtpClient(
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
    Client client = new Client(new BcTlsCrypto(new SecureRandom()));
    DTLSTransport transport = new DTLSClientProtocol().connect(client, datagrams);
    return SrtpKeying.of(transport, client.selected, client.material, true);
  }

  private final class Client extends DefaultTlsClient {
    private final BcTlsCrypto crypto;
    private SrtpProfile selected;
    private byte[] material;

    Client(BcTlsCrypto crypto) {
      super(crypto);
      this.crypto = crypto;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return new int[] {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
      };
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
    @SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"})
    public Hashtable getClientExtensions() throws IOException {
      Hashtable extensions = super.getClientExtensions();
      Hashtable all = extensions == null ? new Hashtable() : extensions;
      int[] ids = profiles.stream().mapToInt(SrtpProfile::id).toArray();
      TlsSRTPUtils.addUseSRTPExtension(all, new UseSRTPData(ids, TlsUtils.EMPTY_BYTES));
      return all;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processServerExtensions(Hashtable extensions) throws IOException {
      super.processServerExtensions(extensions);
      UseSRTPData chosen = TlsSRTPUtils.getUseSRTPExtension(extensions);
      if (chosen == null || chosen.getProtectionProfiles().length != 1) {
        throw new TlsFatalAlert(AlertDescription.illegal_parameter, "no SRTP profile");
      }
      selected = SrtpProfile.of(chosen.getProtectionProfiles()[0]);
      if (!profiles.contains(selected)) {
        throw new TlsFatalAlert(AlertDescription.illegal_parameter, "SRTP profile not offered");
      }
    }

    @Override
    public TlsAuthentication getAuthentication() {
      return new TlsAuthentication() {
        @Override
        public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
          checkFingerprint(server.getCertificate());
        }

        @Override
        public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
          return certificate == null ? null : credentials(request);
        }
      };
    }

    private void checkFingerprint(Certificate chain) throws IOException {
      byte[] der = chain.getCertificateAt(0).getEncoded();
      String actual = PeerCertificate.fingerprint(fingerprintAlgorithm, der);
      if (!actual.equalsIgnoreCase(fingerprint)) {
        throw new TlsFatalAlert(AlertDescription.bad_certificate, "not the announced certificate");
      }
    }

    @SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"})
    private TlsCredentials credentials(CertificateRequest request) throws IOException {
      SignatureAndHashAlgorithm algorithm =
          new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
      Vector supported = request.getSupportedSignatureAlgorithms();
      if (supported != null && !supported.contains(algorithm)) {
        throw new TlsFatalAlert(AlertDescription.handshake_failure, "no ECDSA with SHA-256");
      }
      Certificate chain =
          new Certificate(new TlsCertificate[] {crypto.createCertificate(certificate.encoded())});
      return new BcDefaultTlsCredentialedSigner(
          new TlsCryptoParameters(context), crypto, certificate.key(), chain, algorithm);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
      super.notifyHandshakeComplete();
      material = SrtpKeying.export(context, selected);
    }
  }
}

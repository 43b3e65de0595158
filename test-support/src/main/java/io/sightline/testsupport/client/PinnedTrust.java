package io.sightline.testsupport.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trust in exactly one server certificate, whatever name the server is reached by. */
public final class PinnedTrust {
  private final X509Certificate certificate;
  private final SSLContext context;

  private PinnedTrust(X509Certificate certificate) {
    this.certificate = certificate;
    this.context = context(new Pinned(certificate));
  }

  /** Trusts a certificate in PEM or DER. */
  public static PinnedTrust of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new PinnedTrust(
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    } catch (CertificateException e) {
      throw new IOException(e);
    }
  }

  /** Trusts what the server shows now, as a person does who accepts a self-signed certificate. */
  public static PinnedTrust onFirstUse(URI server) throws IOException {
    Pinned remembering = new Pinned(null);
    int port = server.getPort() < 0 ? 443 : server.getPort();
    try (SSLSocket socket =
        (SSLSocket) context(remembering).getSocketFactory().createSocket(server.getHost(), port)) {
      socket.setSoTimeout(10_000);
      socket.startHandshake();
    }
    return new PinnedTrust(remembering.certificate);
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public SSLContext context() {
    return context;
  }

  private static SSLContext context(TrustManager manager) {
    try {
      SSLContext made = SSLContext.getInstance("TLS");
      made.init(null, new TrustManager[] {manager}, null);
      return made;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Pinned extends X509ExtendedTrustManager {
    private X509Certificate certificate;

    Pinned(X509Certificate certificate) {
      this.certificate = certificate;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      if (certificate == null) {
        certificate = chain[0];
      } else if (!certificate.equals(chain[0])) {
        throw new CertificateException("another certificate than the pinned one");
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("not a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

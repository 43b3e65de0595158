package io.sightline.testsupport.peer;

import io.sightline.testsupport.dtls.DatagramQueue;
import io.sightline.testsupport.srtp.SrtpContext;
import io.sightline.testsupport.srtp.SrtpException;
import io.sightline.testsupport.srtp.SrtpProfile;
import io.sightline.testsupport.stun.StunMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.HexFormat;
import java.util.Queue;
import java.util.Vector;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A tiny ICE-lite DTLS-SRTP server that sends every RTP packet back. One client only. */
final class EchoServer implements AutoCloseable {
  static final String UFRAG = "srvu";
  static final String PWD = "server-password-of-22-chars";

  private final DatagramSocket socket;
  private final io.sightline.testsupport.dtls.PeerCertificate certificate =
      io.sightline.testsupport.dtls.PeerCertificate.generate();
  private final DatagramQueue queue = new DatagramQueue(this::send);
  final CompletableFuture<Void> handshake = new CompletableFuture<>();
  private volatile InetSocketAddress client;
  private volatile SrtpContext inbound;
  private volatile SrtpContext outbound;
  private volatile String clientFingerprint;
  private final Queue<byte[]> early = new ArrayDeque<>();
  private boolean started;
  volatile int refused;

  EchoServer() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread thread = new Thread(this::run, "echo-server");
    thread.setDaemon(true);
    thread.start();
  }

  String offer() {
    return String.join(
        "\r\n",
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0 1 2 3",
        "a=ice-lite",
        "a=ice-ufrag:" + UFRAG,
        "a=ice-pwd:" + PWD,
        "a=fingerprint:sha-256 " + certificate.fingerprint(),
        "a=setup:actpass",
        "a=candidate:1 1 udp 2130706431 127.0.0.1 " + socket.getLocalPort() + " typ host",
        section("audio", 111, "0", "recvonly"),
        "a=rtpmap:111 opus/48000/2",
        "a=fmtp:111 useinbandfec=1",
        section("video", 96, "1", "recvonly"),
        "a=rtpmap:96 VP8/90000",
        "a=rtcp-fb:96 nack pli",
        section("audio", 111, "2", "sendonly"),
        "a=rtpmap:111 opus/48000/2",
        section("video", 96, "3", "sendonly"),
        "a=rtpmap:96 VP8/90000",
        "");
  }

  private static String section(String kind, int type, String mid, String direction) {
    return String.join(
        "\r\n",
        "m=" + kind + " 9 UDP/TLS/RTP/SAVPF " + type,
        "c=IN IP4 0.0.0.0",
        "a=mid:" + mid,
        "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid",
        "a=rtcp-mux",
        "a=" + direction);
  }

  void expect(String answer) {
    clientFingerprint = answer.split("a=fingerprint:sha-256 ")[1].split("\r\n")[0];
  }

  private void run() {
    byte[] buffer = new byte[2048];
    try {
      while (!socket.isClosed()) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] data = Arrays.copyOf(buffer, packet.getLength());
        receive(data, (InetSocketAddress) packet.getSocketAddress());
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void receive(byte[] data, InetSocketAddress from) {
    if (data[0] >= 0 && data[0] < 4) {
      StunMessage.parse(data).ifPresent(message -> answer(message, from));
    } else if (data[0] >= 20 && data[0] < 64) {
      if (!started && from.equals(client)) {
        started = true;
        Thread thread = new Thread(this::accept, "echo-dtls");
        thread.setDaemon(true);
        thread.start();
      }
      queue.offer(data);
    } else {
      early.add(data);
      while (inbound != null && !early.isEmpty()) {
        echo(early.remove());
      }
    }
  }

  private void echo(byte[] data) {
    int type = data[1] & 0xff;
    try {
      if (type >= 192 && type <= 223) {
        inbound.unprotectRtcp(data);
      } else {
        send(outbound.protectRtp(remapped(inbound.unprotectRtp(data))));
      }
    } catch (SrtpException e) {
      refused++;
    }
  }

  /** Out on the section with the mid two higher. */
  private static byte[] remapped(byte[] packet) {
    packet[17] += 2;
    return packet;
  }

  private void answer(StunMessage message, InetSocketAddress from) {
    if (!message.authenticatedBy(PWD) || !message.username().orElse("").startsWith(UFRAG + ":")) {
      refused++;
      return;
    }
    if (message.attribute(StunMessage.USE_CANDIDATE).isPresent()) {
      client = from;
    }
    byte[] response =
        StunMessage.builder(StunMessage.BINDING_SUCCESS, message.transactionId())
            .mappedAddress(from)
            .integrity(PWD)
            .fingerprinted();
    send(response, from);
  }

  private void send(byte[] data) {
    send(data, client);
  }

  private void send(byte[] data, InetSocketAddress to) {
    try {
      socket.send(new DatagramPacket(data, data.length, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      new DTLSServerProtocol().accept(new Server(new BcTlsCrypto(new SecureRandom())), queue);
      handshake.complete(null);
    } catch (IOException e) {
      handshake.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    socket.close();
  }

  private final class Server extends DefaultTlsServer {
    private final BcTlsCrypto crypto;
    private SrtpProfile profile;

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
    @SuppressWarnings("rawtypes")
    public void processClientExtensions(Hashtable extensions) throws IOException {
      super.processClientExtensions(extensions);
      UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(extensions);
      profile = SrtpProfile.of(offered.getProtectionProfiles()[0]);
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"})
    public Hashtable getServerExtensions() throws IOException {
      Hashtable extensions = super.getServerExtensions();
      TlsSRTPUtils.addUseSRTPExtension(
          extensions, new UseSRTPData(new int[] {profile.id()}, TlsUtils.EMPTY_BYTES));
      return extensions;
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"})
    public CertificateRequest getCertificateRequest() {
      Vector algorithms = new Vector();
      algorithms.add(algorithm());
      return new CertificateRequest(
          new short[] {ClientCertificateType.ecdsa_sign}, algorithms, null);
    }

    private SignatureAndHashAlgorithm algorithm() {
      return new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
    }

    @Override
    public void notifyClientCertificate(Certificate chain) throws IOException {
      if (chain.isEmpty()) {
        throw new TlsFatalAlert(AlertDescription.bad_certificate);
      }
      byte[] der = chain.getCertificateAt(0).getEncoded();
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(der);
        String actual = HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        if (!actual.equals(clientFingerprint)) {
          throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }
      } catch (java.security.NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
      Certificate chain =
          new Certificate(new TlsCertificate[] {crypto.createCertificate(certificate.encoded())});
      return new BcDefaultTlsCredentialedSigner(
          new TlsCryptoParameters(context), crypto, certificate.key(), chain, algorithm());
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
      super.notifyHandshakeComplete();
      int key = profile.keyLength();
      int salt = profile.saltLength();
      byte[] all = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
      byte[] clientSalt = Arrays.copyOfRange(all, 2 * key, 2 * key + salt);
      byte[] serverSalt = Arrays.copyOfRange(all, 2 * key + salt, 2 * (key + salt));
      // Both are read by the other thread, the inbound one first.
      outbound = new SrtpContext(profile, Arrays.copyOfRange(all, key, 2 * key), serverSalt);
      inbound = new SrtpContext(profile, Arrays.copyOf(all, key), clientSalt);
    }
  }
}

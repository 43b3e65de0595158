package io.sightline.media.dtls;

import io.sightline.media.api.Fingerprint;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key pair on P-256 with its self-signed certificate: made at start, held in memory, never
 * stored. Immutable.
 */
public final class DtlsIdentity {
  /** Fingerprint algorithms accepted (RFC 8122), with their names in the JDK. */
  private static final Map<String, String> DIGESTS =
      Map.of("sha-256", "SHA-256", "sha-384", "SHA-384", "sha-512", "SHA-512");

  /** The name is the same everywhere, so that it identifies nobody (RFC 8827 section 6.5). */
  private static final X500Name NAME = new X500Name("CN=WebRTC");

  private final AsymmetricKeyParameter privateKey;
  private final byte[] certificate;
  private final Fingerprint fingerprint;

  private DtlsIdentity(AsymmetricKeyParameter privateKey, byte[] certificate) {
    this.privateKey = privateKey;
    this.certificate = certificate;
    this.fingerprint = fingerprint("sha-256", certificate);
  }

  /** Makes a new identity, valid from yesterday for a year. */
  public static DtlsIdentity generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      Instant now = Instant.now();
      X509CertificateHolder holder =
          new JcaX509v3CertificateBuilder(
                  NAME,
                  new BigInteger(64, random),
                  Date.from(now.minus(Duration.ofDays(1))),
                  Date.from(now.plus(Duration.ofDays(365))),
                  NAME,
                  pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
      return new DtlsIdentity(
          PrivateKeyFactory.createKey(pair.getPrivate().getEncoded()), holder.getEncoded());
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("The Java runtime lacks ECDSA on P-256", e);
    }
  }

  /** The sha-256 fingerprint to announce. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  AsymmetricKeyParameter privateKey() {
    return privateKey;
  }

  byte[] certificate() {
    return certificate.clone();
  }

  /** Whether the algorithm is sha-256 or stronger. */
  public static boolean isAcceptable(String algorithm) {
    return DIGESTS.containsKey(algorithm.toLowerCase(Locale.ROOT));
  }

  /** Whether the certificate has this fingerprint; false for algorithms not accepted. */
  static boolean matches(Fingerprint expected, byte[] certificate) {
    String algorithm = expected.algorithm().toLowerCase(Locale.ROOT);
    if (!isAcceptable(algorithm)) {
      return false;
    }
    byte[] actual = fingerprint(algorithm, certificate).value().getBytes(StandardCharsets.US_ASCII);
    byte[] wanted = expected.value().toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(actual, wanted);
  }

  private static Fingerprint fingerprint(String algorithm, byte[] certificate) {
    try {
      byte[] digest = MessageDigest.getInstance(DIGESTS.get(algorithm)).digest(certificate);
      return new Fingerprint(
          algorithm, HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The Java runtime lacks " + algorithm, e);
    }
  }
}

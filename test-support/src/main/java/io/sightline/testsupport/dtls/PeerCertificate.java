package io.sightline.testsupport.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A fresh self-signed P-256 certificate with its key, as browsers make one for a connection. */
public final class PeerCertificate {
  private final byte[] der;
  private final AsymmetricKeyParameter privateKey;

  private PeerCertificate(byte[] der, AsymmetricKeyParameter privateKey) {
    this.der = der;
    this.privateKey = privateKey;
  }

  public static PeerCertificate generate() {
    try {
      SecureRandom random = new SecureRandom();
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      Instant now = Instant.now();
      X500Name name = new X500Name("CN=WebRTC");
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(63, random).add(BigInteger.ONE),
              Date.from(now.minus(1, ChronoUnit.DAYS)),
              Date.from(now.plus(30, ChronoUnit.DAYS)),
              name,
              pair.getPublic());
      byte[] der =
          builder
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
              .getEncoded();
      return new PeerCertificate(der, PrivateKeyFactory.createKey(pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate in DER. */
  public byte[] encoded() {
    return der.clone();
  }

  public AsymmetricKeyParameter key() {
    return privateKey;
  }

  /** The SHA-256 fingerprint as SDP writes it: upper-case hexadecimal joined by colons. */
  public String fingerprint() {
    return fingerprint("sha-256", der);
  }

  /**
   * A certificate's fingerprint (RFC 8122 section 5).
   *
   * @param algorithm "sha-256", "sha-384" or "sha-512"
   * @throws IllegalArgumentException for any other algorithm
   */
  static String fingerprint(String algorithm, byte[] der) {
    if (!algorithm.matches("(?i)sha-(256|384|512)")) {
      throw new IllegalArgumentException("fingerprint algorithm " + algorithm);
    }
    try {
      byte[] digest = MessageDigest.getInstance(algorithm.toUpperCase(Locale.ROOT)).digest(der);
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

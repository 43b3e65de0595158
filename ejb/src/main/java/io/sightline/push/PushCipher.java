package io.sightline.push;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encryption of a push message for one browser (RFC 8291) in one record of {@code aes128gcm} (RFC
 * 8188). Stateless.
 */
final class PushCipher {
  /** An uncompressed point of P-256 (X9.62). */
  static final int POINT = 65;

  static final int AUTH = 16;

  /** RFC 8291 section 4: what every push service has to take, less what goes along. */
  static final int LONGEST = 3993;

  private static final int COORDINATE = 32;
  private static final int SALT = 16;
  private static final int RECORD = 4096;
  private static final int TAG_BITS = 128;
  private static final byte LAST_RECORD = 2;
  private static final SecureRandom RANDOM = new SecureRandom();

  private PushCipher() {}

  /**
   * Encrypts.
   *
   * @param browser the subscription's {@code p256dh}, {@value #POINT} bytes
   * @param auth the subscription's {@code auth}, {@value #AUTH} bytes
   * @return the body of the request
   * @throws GeneralSecurityException when the browser's key is no point of the curve
   */
  static byte[] encrypt(byte[] text, byte[] browser, byte[] auth) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    byte[] salt = new byte[SALT];
    RANDOM.nextBytes(salt);
    return encrypt(text, browser, auth, generator.generateKeyPair(), salt);
  }

  /** With a given key and salt, which must never be used twice; for the RFC's example. */
  static byte[] encrypt(byte[] text, byte[] browser, byte[] auth, KeyPair own, byte[] salt)
      throws GeneralSecurityException {
    if (text.length > LONGEST || auth.length != AUTH) {
      throw new IllegalArgumentException("a push message has at most " + LONGEST + " bytes");
    }
    byte[] ownPoint = point((ECPublicKey) own.getPublic());
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init((ECPrivateKey) own.getPrivate());
    agreement.doPhase(publicKey(browser), true);
    byte[] shared = agreement.generateSecret();
    byte[] keyInfo = join(ascii("WebPush: info\0"), browser, ownPoint);
    byte[] secret = expand(hmac(auth, shared), keyInfo, 32);
    byte[] random = hmac(salt, secret);
    byte[] key = expand(random, ascii("Content-Encoding: aes128gcm\0"), 16);
    byte[] nonce = expand(random, ascii("Content-Encoding: nonce\0"), 12);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    byte[] sealed = cipher.doFinal(join(text, new byte[] {LAST_RECORD}));
    return ByteBuffer.allocate(SALT + 5 + POINT + sealed.length)
        .put(salt)
        .putInt(RECORD)
        .put((byte) POINT)
        .put(ownPoint)
        .put(sealed)
        .array();
  }

  /**
   * The key of an uncompressed point.
   *
   * @throws GeneralSecurityException when it does not lie on the curve
   */
  static ECPublicKey publicKey(byte[] point) throws GeneralSecurityException {
    if (point.length != POINT || point[0] != 4) {
      throw new GeneralSecurityException("not an uncompressed point of P-256");
    }
    BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + COORDINATE));
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 1 + COORDINATE, POINT));
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    ECParameterSpec curve = parameters.getParameterSpec(ECParameterSpec.class);
    requireOnCurve(x, y, curve.getCurve());
    return (ECPublicKey)
        KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), curve));
  }

  private static void requireOnCurve(BigInteger x, BigInteger y, EllipticCurve curve)
      throws GeneralSecurityException {
    BigInteger prime = ((ECFieldFp) curve.getField()).getP();
    BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(prime);
    boolean inField = x.compareTo(prime) < 0 && y.compareTo(prime) < 0;
    if (!inField || !y.pow(2).mod(prime).equals(right)) {
      throw new GeneralSecurityException("not a point of P-256");
    }
  }

  /** The uncompressed point of a key. */
  static byte[] point(ECPublicKey key) {
    byte[] point = new byte[POINT];
    point[0] = 4;
    put(key.getW().getAffineX(), point, 1);
    put(key.getW().getAffineY(), point, 1 + COORDINATE);
    return point;
  }

  private static void put(BigInteger number, byte[] target, int at) {
    byte[] bytes = number.toByteArray();
    int length = Math.min(bytes.length, COORDINATE);
    System.arraycopy(bytes, bytes.length - length, target, at + COORDINATE - length, length);
  }

  /** RFC 5869 section 2.3 for up to one block of output. */
  private static byte[] expand(byte[] key, byte[] info, int length)
      throws GeneralSecurityException {
    return Arrays.copyOf(hmac(key, join(info, new byte[] {1})), length);
  }

  private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer whole = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    Arrays.stream(parts).forEach(whole::put);
    return whole.array();
  }
}

package io.sightline.media.raw;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;

/** The signature over a manifest's bytes: Ed25519 (RFC 8032), 64 bytes. */
public final class ManifestSignature {
  /** The name under which Java and {@code manifest.sig} know the algorithm. */
  public static final String ALGORITHM = "Ed25519";

  private static final int KEY_ID_BYTES = 8;

  private ManifestSignature() {}

  /** Signs a manifest's bytes. */
  public static byte[] sign(PrivateKey key, byte[] manifest) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(manifest);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK does not sign with Ed25519", e);
    }
  }

  /** Whether the signature was made over these bytes with this key's private part. */
  public static boolean verify(PublicKey key, byte[] manifest, byte[] signed) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(manifest);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Names a key: the first 8 bytes of the SHA-256 of its X.509 form, in hexadecimal. */
  public static String keyId(PublicKey key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return HexFormat.of().formatHex(hash, 0, KEY_ID_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}

package io.sightline.push;

import io.sightline.configuration.Settings;
import io.sightline.identity.KeyFile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * The key by which push services know this installation (RFC 8292), made at its first use. Changed,
 * every browser has to subscribe anew.
 */
@ApplicationScoped
public class VapidKeys {
  /** RFC 8292 section 2 permits a day. */
  private static final Duration VALIDITY = Duration.ofHours(12);

  private Settings settings;
  private Clock clock;
  private PublicJsonWebKey pair;

  protected VapidKeys() {
    // for the container's client proxy
  }

  @Inject
  public VapidKeys(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** The public key as browsers want it: an uncompressed point in base64url. */
  public String publicKey() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(PushCipher.point((ECPublicKey) pair().getPublicKey()));
  }

  /** The {@code Authorization} of a request to a push service. */
  String authorization(URI endpoint) {
    JwtClaims claims = new JwtClaims();
    claims.setAudience(endpoint.getScheme() + "://" + endpoint.getAuthority());
    claims.setSubject(settings.pushContact());
    claims.setExpirationTime(
        NumericDate.fromSeconds(clock.instant().plus(VALIDITY).getEpochSecond()));
    JsonWebSignature signature = new JsonWebSignature();
    signature.setHeader("typ", "JWT");
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
    signature.setPayload(claims.toJson());
    signature.setKey(pair().getPrivateKey());
    try {
      return "vapid t=" + signature.getCompactSerialization() + ", k=" + publicKey();
    } catch (JoseException impossible) {
      throw new IllegalStateException("ES256 is not available", impossible);
    }
  }

  private synchronized PublicJsonWebKey pair() {
    if (pair == null) {
      Path path = settings.home().resolve("keys").resolve("web-push.jwk");
      try {
        byte[] stored = KeyFile.readOrCreate(path, VapidKeys::generate);
        pair = PublicJsonWebKey.Factory.newPublicJwk(new String(stored, StandardCharsets.UTF_8));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      } catch (JoseException broken) {
        throw new IllegalStateException("The key in " + path + " is broken", broken);
      }
    }
    return pair;
  }

  private static byte[] generate() {
    try {
      return EcJwkGenerator.generateJwk(EllipticCurves.P256)
          .toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE)
          .getBytes(StandardCharsets.UTF_8);
    } catch (JoseException impossible) {
      throw new IllegalStateException("P-256 is not available", impossible);
    }
  }
}

package io.sightline.identity;

import io.sightline.fault.Refusal;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;

/**
 * Bearer tokens for API and sockets: JWT (RFC 7519) signed ES256, living 15 minutes. Only this
 * installation's own key verifies; {@code kid}, {@code jku}, {@code x5u} and {@code jwk} of a
 * token's header are never followed (RFC 8725).
 */
@ApplicationScoped
public class AccessTokens {
  /** How long an access token lives. */
  public static final Duration LIFETIME = Duration.ofMinutes(15);

  private static final String ISSUER = "sightline";
  private static final String AUDIENCE = "sightline";
  private static final String TYPE = "at+jwt";
  private static final int LONGEST = 4096;

  /** One spelling per token: lenient base64 decoders would take several. */
  private static final Pattern COMPACT =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  private SigningKeys keys;
  private Clock clock;

  protected AccessTokens() {
    // for the container's client proxy
  }

  @Inject
  public AccessTokens(SigningKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** A token in the compact form. */
  public String issue(Caller caller) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience(AUDIENCE);
    claims.setSubject(caller.subject().toString());
    claims.setJwtId(UUID.randomUUID().toString());
    long now = clock.instant().getEpochSecond();
    claims.setIssuedAt(NumericDate.fromSeconds(now));
    claims.setExpirationTime(NumericDate.fromSeconds(now + LIFETIME.toSeconds()));
    claims.setStringClaim("tenant", caller.tenant().value());
    claims.setStringClaim("name", caller.name());
    claims.setStringListClaim("roles", caller.roles().stream().map(Role::wireName).toList());
    if (caller.email() != null) {
      claims.setStringClaim("email", caller.email());
    }
    caller
        .admitted()
        .ifPresent(
            admission -> {
              claims.setStringClaim("call", admission.callId().toString());
              claims.setStringClaim("participant", admission.participantId().toString());
            });
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(keys.pair().getPrivateKey());
    signature.setKeyIdHeaderValue(keys.pair().getKeyId());
    signature.setHeader("typ", TYPE);
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
    try {
      return signature.getCompactSerialization();
    } catch (JoseException broken) {
      throw new IllegalStateException("The signing key cannot sign", broken);
    }
  }

  /**
   * Who bears the token.
   *
   * @throws Refusal of kind UNAUTHENTICATED, the same whatever is wrong
   */
  public Caller verify(String token) {
    if (token == null || token.length() > LONGEST || !COMPACT.matcher(token).matches()) {
      throw Refusal.unauthenticated();
    }
    try {
      return caller(consumer().processToClaims(token));
    } catch (InvalidJwtException
        | MalformedClaimException
        | IllegalArgumentException
        | Refusal wrong) {
      throw Refusal.unauthenticated();
    }
  }

  private JwtConsumer consumer() {
    return new JwtConsumerBuilder()
        .setJwsAlgorithmConstraints(
            AlgorithmConstraints.ConstraintType.PERMIT,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)
        .setVerificationKey(keys.pair().getPublicKey())
        .setExpectedType(true, TYPE)
        .setExpectedIssuer(true, ISSUER)
        .setExpectedAudience(true, AUDIENCE)
        .setRequireExpirationTime()
        .setRequireSubject()
        .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
        .setAllowedClockSkewInSeconds(0)
        .build();
  }

  private static Caller caller(JwtClaims claims) throws MalformedClaimException {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    List<String> names = claims.getStringListClaimValue("roles");
    for (String name : names == null ? List.<String>of() : names) {
      roles.add(Role.fromWire(name).orElseThrow(Refusal::unauthenticated));
    }
    String tenant = claims.getStringClaimValue("tenant");
    if (roles.isEmpty() || tenant == null) {
      throw Refusal.unauthenticated();
    }
    String call = claims.getStringClaimValue("call");
    String participant = claims.getStringClaimValue("participant");
    boolean admitted = call != null && participant != null;
    if (admitted != roles.stream().allMatch(Role::holdsLink)) {
      throw Refusal.unauthenticated();
    }
    return new Caller(
        UUID.fromString(claims.getSubject()),
        claims.getStringClaimValue("name"),
        claims.getStringClaimValue("email"),
        new TenantId(tenant),
        roles,
        admitted
            ? new Caller.Admission(UUID.fromString(call), UUID.fromString(participant))
            : null);
  }
}

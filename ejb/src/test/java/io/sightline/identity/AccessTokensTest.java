package io.sightline.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sightline.configuration.Settings;
import io.sightline.fault.Refusal;
import io.sightline.tenant.TenantId;
import io.sightline.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTest {
  @TempDir Path home;
  private final SettableClock clock = new SettableClock();
  private SigningKeys keys;
  private AccessTokens tokens;

  @BeforeEach
  void open() {
    keys = new SigningKeys(new Settings(name -> Optional.of(home.toString())));
    tokens = new AccessTokens(keys, clock);
  }

  private static Caller agent() {
    return new Caller(
        UUID.randomUUID(),
        "Ann",
        "ann@demo.example",
        new TenantId("demo"),
        Set.of(Role.AGENT),
        null);
  }

  private static Caller customer() {
    UUID participant = UUID.randomUUID();
    return new Caller(
        participant,
        "Customer",
        null,
        new TenantId("demo"),
        Set.of(Role.CUSTOMER),
        new Caller.Admission(UUID.randomUUID(), participant));
  }

  @Test
  void saysAgainWhoItWasGivenTo() {
    Caller agent = agent();
    Caller customer = customer();
    assertEquals(agent, tokens.verify(tokens.issue(agent)));
    assertEquals(customer, tokens.verify(tokens.issue(customer)));
  }

  @Test
  void isOfNoUseAfterFifteenMinutes() {
    String token = tokens.issue(agent());
    clock.advance(Duration.ofMinutes(15).minusSeconds(1));
    tokens.verify(token);
    clock.advance(Duration.ofSeconds(1));
    refused(token);
  }

  @Test
  void survivesARestartAndNoOtherInstallation(@TempDir Path elsewhere) {
    String token = tokens.issue(agent());
    new AccessTokens(new SigningKeys(new Settings(name -> Optional.of(home.toString()))), clock)
        .verify(token);
    AccessTokens foreign =
        new AccessTokens(
            new SigningKeys(new Settings(name -> Optional.of(elsewhere.toString()))), clock);
    assertThrows(Refusal.class, () -> foreign.verify(token));
  }

  @Test
  void refusesAnUnsignedToken() {
    String[] parts = tokens.issue(agent()).split("\\.");
    for (String alg : new String[] {"none", "None", "NONE", ""}) {
      String header = "{\"alg\":\"" + alg + "\",\"typ\":\"at+jwt\"}";
      refused(encode(header) + "." + parts[1] + ".");
      refused(encode(header) + "." + parts[1] + "." + parts[2]);
    }
  }

  @Test
  void refusesTheServersPublicKeyAsASharedSecret() throws Exception {
    JsonWebSignature forged = new JsonWebSignature();
    forged.setPayload(claims(c -> {}).toJson());
    forged.setAlgorithmHeaderValue("HS256");
    forged.setHeader("typ", "at+jwt");
    forged.setKey(new HmacKey(keys.pair().getPublicKey().getEncoded()));
    refused(forged.getCompactSerialization());
  }

  @Test
  void followsNoKeyThatATokenBringsOrPointsAt() throws Exception {
    EllipticCurveJsonWebKey own = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    refused(sign(own, claims(c -> {}), s -> s.setKeyIdHeaderValue(keys.pair().getKeyId())));
    refused(sign(own, claims(c -> {}), s -> s.setJwkHeader(own)));
    refused(sign(own, claims(c -> {}), s -> s.setHeader("jku", "https://evil.example/keys")));
    refused(sign(own, claims(c -> {}), s -> s.setHeader("x5u", "https://evil.example/cert")));
    refused(sign(own, claims(c -> {}), s -> s.setKeyIdHeaderValue("../../../../dev/null")));
  }

  @Test
  void refusesWrongClaimsUnderTheRightKey() throws Exception {
    tokens.verify(sign(keys.pair(), claims(c -> {}), s -> {}));
    refused(sign(keys.pair(), claims(c -> c.setAudience("elsewhere")), s -> {}));
    refused(sign(keys.pair(), claims(c -> c.setIssuer("elsewhere")), s -> {}));
    refused(sign(keys.pair(), claims(c -> c.unsetClaim("exp")), s -> {}));
    refused(sign(keys.pair(), claims(c -> c.unsetClaim("roles")), s -> {}));
    refused(sign(keys.pair(), claims(c -> c.unsetClaim("tenant")), s -> {}));
    refused(sign(keys.pair(), claims(c -> c.setStringClaim("tenant", "../x")), s -> {}));
    refused(sign(keys.pair(), claims(c -> c.setStringListClaim("roles", "root")), s -> {}));
    refused(sign(keys.pair(), claims(c -> c.setStringListClaim("roles", "customer")), s -> {}));
    refused(
        sign(
            keys.pair(),
            claims(c -> c.setStringClaim("call", "x")),
            s -> s.setHeader("typ", "JWT")));
    refused(sign(keys.pair(), claims(c -> c.setSubject("not-an-id")), s -> {}));
  }

  @Test
  void answersEveryDamagedTokenAlike() {
    String good = tokens.issue(customer());
    Random random = new Random(20261120);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder damaged = new StringBuilder(good);
      int at = random.nextInt(good.length() - 2);
      char other = (char) (32 + random.nextInt(95));
      if (damaged.charAt(at) == other) {
        continue;
      }
      damaged.setCharAt(at, other);
      refused(damaged.toString());
    }
    refused(null);
    refused("");
    refused("a".repeat(100_000));
  }

  private void refused(String token) {
    Refusal refusal = assertThrows(Refusal.class, () -> tokens.verify(token), token);
    assertEquals("authentication.required", refusal.code());
  }

  private JwtClaims claims(Consumer<JwtClaims> change) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer("sightline");
    claims.setAudience("sightline");
    claims.setSubject(UUID.randomUUID().toString());
    claims.setExpirationTime(NumericDate.fromMilliseconds(clock.millis() + 60_000));
    claims.setStringClaim("tenant", "demo");
    claims.setStringListClaim("roles", "agent");
    change.accept(claims);
    return claims;
  }

  private static String sign(
      PublicJsonWebKey key, JwtClaims claims, Consumer<JsonWebSignature> change) throws Exception {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setAlgorithmHeaderValue("ES256");
    signature.setHeader("typ", "at+jwt");
    signature.setKey(key.getPrivateKey());
    change.accept(signature);
    return signature.getCompactSerialization();
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}

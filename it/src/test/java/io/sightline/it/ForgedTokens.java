package io.sightline.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;
import java.util.UUID;

/** Access tokens of anybody, signed by the key of the server under test. */
final class ForgedTokens {
  private static final long LIFETIME_SECONDS = 600;

  private final PrivateKey key;
  private final String keyId;

  private ForgedTokens(PrivateKey key, String keyId) {
    this.key = key;
    this.keyId = keyId;
  }

  /**
   * Tokens that a server takes for its own.
   *
   * @param jwk the file of its private key
   */
  static ForgedTokens with(Path jwk) throws IOException, GeneralSecurityException {
    try (JsonReader reader = Json.createReader(Files.newBufferedReader(jwk))) {
      JsonObject stored = reader.readObject();
      AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
      curve.init(new ECGenParameterSpec("secp256r1"));
      BigInteger secret = new BigInteger(1, Base64.getUrlDecoder().decode(stored.getString("d")));
      return new ForgedTokens(
          KeyFactory.getInstance("EC")
              .generatePrivate(
                  new ECPrivateKeySpec(secret, curve.getParameterSpec(ECParameterSpec.class))),
          stored.getString("kid"));
    }
  }

  /** Whose token it is. */
  static UUID subject(String token) {
    byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(claims))) {
      return UUID.fromString(reader.readObject().getString("sub"));
    }
  }

  /**
   * A token of a user in a role, without an e-mail address, or of a link's holder, admitted to an
   * unknown call then.
   *
   * @param user whom the server knows, where a method has to find them
   */
  String of(String role, String tenant, UUID user) throws GeneralSecurityException {
    long now = System.currentTimeMillis() / 1000;
    JsonObjectBuilder claims =
        Json.createObjectBuilder()
            .add("iss", "sightline")
            .add("aud", "sightline")
            .add("sub", user.toString())
            .add("jti", UUID.randomUUID().toString())
            .add("iat", now)
            .add("exp", now + LIFETIME_SECONDS)
            .add("tenant", tenant)
            .add("name", role)
            .add("roles", Json.createArrayBuilder().add(role));
    if (role.equals("customer") || role.equals("guest")) {
      claims.add("call", UUID.randomUUID().toString());
      claims.add("participant", UUID.randomUUID().toString());
    }
    JsonObject header =
        Json.createObjectBuilder()
            .add("alg", "ES256")
            .add("kid", keyId)
            .add("typ", "at+jwt")
            .build();
    String signed = encoded(header) + "." + encoded(claims.build());
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key);
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  private static String encoded(JsonObject part) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(part.toString().getBytes(StandardCharsets.UTF_8));
  }
}

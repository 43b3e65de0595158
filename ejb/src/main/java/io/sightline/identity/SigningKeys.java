package io.sightline.identity;

import io.sightline.configuration.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * The key pair that signs this installation's tokens: P-256, generated at the first use, kept as a
 * JWK in {@code keys/token-signing.jwk} below the home directory, readable by its owner alone.
 */
@ApplicationScoped
public class SigningKeys {
  private Settings settings;
  private PublicJsonWebKey pair;

  protected SigningKeys() {
    // for the container's client proxy
  }

  @Inject
  public SigningKeys(Settings settings) {
    this.settings = settings;
  }

  /**
   * The pair; the same over restarts.
   *
   * @throws UncheckedIOException when it can neither be read nor written
   */
  public synchronized PublicJsonWebKey pair() {
    if (pair == null) {
      try {
        byte[] stored = KeyFile.readOrCreate(path(), () -> KeyFile.utf8(generate()));
        pair = PublicJsonWebKey.Factory.newPublicJwk(KeyFile.text(stored));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      } catch (JoseException broken) {
        throw new IllegalStateException("The signing key in " + path() + " is broken", broken);
      }
    }
    return pair;
  }

  private Path path() {
    return settings.home().resolve("keys").resolve("token-signing.jwk");
  }

  private static String generate() {
    try {
      EllipticCurveJsonWebKey fresh = EcJwkGenerator.generateJwk(EllipticCurves.P256);
      fresh.setKeyId(fresh.calculateBase64urlEncodedThumbprint("SHA-256"));
      return fresh.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE);
    } catch (JoseException impossible) {
      throw new IllegalStateException("P-256 is not available", impossible);
    }
  }

  /** Tells whether the key file exists, for the start-up report. */
  public boolean generated() {
    return Files.exists(path());
  }
}

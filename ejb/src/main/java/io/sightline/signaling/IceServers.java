package io.sightline.signaling;

import io.sightline.configuration.Settings;
import io.sightline.configuration.Settings.Relay;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The STUN and TURN servers that browsers are told of. The relays' share a secret with the
 * installation, by which each session gets a name and a password of its own for a while
 * (draft-uberti-behave-turn-rest-00, which coturn calls use-auth-secret). The name is random: a
 * relay's log tells nobody who talked.
 */
@ApplicationScoped
public class IceServers {
  private static final String ALGORITHM = "HmacSHA1";
  private static final int NAME_BYTES = 8;

  private final SecureRandom random = new SecureRandom();
  private Settings settings;
  private Clock clock;

  protected IceServers() {
    // for the container's client proxy
  }

  @Inject
  public IceServers(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Has the start refuse what would else be found out in the first call.
   *
   * @throws IllegalArgumentException when a setting of the servers cannot be used
   */
  public void check() {
    forOneSession();
  }

  /**
   * An array of RTCIceServer with credentials of their own.
   *
   * @throws IllegalArgumentException when a setting of the servers cannot be used
   */
  public JsonArray forOneSession() {
    JsonArrayBuilder servers = Json.createArrayBuilder(settings.iceServers());
    settings
        .relay()
        .ifPresent(
            relay -> {
              byte[] name = new byte[NAME_BYTES];
              random.nextBytes(name);
              long until = clock.instant().plus(relay.validity()).getEpochSecond();
              String user = until + ":" + HexFormat.of().formatHex(name);
              servers.add(
                  Json.createObjectBuilder()
                      .add("urls", Json.createArrayBuilder(relay.urls()))
                      .add("username", user)
                      .add("credential", password(user, secret(relay))));
            });
    return servers.build();
  }

  private static byte[] secret(Relay relay) {
    try {
      String text = Files.readString(relay.secretFile()).strip();
      if (text.isEmpty()) {
        throw new IOException("it is empty");
      }
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "sightline.turn.secret-file has to hold the secret shared with the relay", e);
    }
  }

  /** The password that belongs to a name. */
  static String password(String user, byte[] secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return Base64.getEncoder().encodeToString(mac.doFinal(user.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}

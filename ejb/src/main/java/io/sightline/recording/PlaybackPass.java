package io.sightline.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passes that let a media element, which cannot send a bearer token, play one recording for a
 * while. A pass is its expiry, its tenant and a MAC over both and the recording; nothing is stored.
 */
@ApplicationScoped
public class PlaybackPass {
  /** How long a pass is good for. */
  public static final Duration VALIDITY = Duration.ofMinutes(10);

  private static final int LONGEST = 300;
  private static final String PURPOSE = "sightline playback pass 1";

  private KeyVault vault;
  private Clock clock;

  /** For the container. */
  public PlaybackPass() {}

  @Inject
  PlaybackPass(KeyVault vault, Clock clock) {
    this.vault = vault;
    this.clock = clock;
  }

  /** A pass for a recording of that tenant, made of characters that a cookie may have. */
  public String issue(String tenantId, UUID recordingId) {
    long until = clock.instant().plus(VALIDITY).getEpochSecond();
    return until + "." + tenantId + "." + mac(until, tenantId, recordingId);
  }

  /** The tenant of a valid pass for that recording. */
  public Optional<String> verify(String pass, UUID recordingId) {
    if (pass == null || pass.length() > LONGEST) {
      return Optional.empty();
    }
    String[] parts = pass.split("\\.", 4);
    if (parts.length != 3 || !parts[0].matches("[0-9]{1,12}")) {
      return Optional.empty();
    }
    long until = Long.parseLong(parts[0]);
    boolean genuine =
        MessageDigest.isEqual(
            mac(until, parts[1], recordingId).getBytes(StandardCharsets.US_ASCII),
            parts[2].getBytes(StandardCharsets.UTF_8));
    return genuine && clock.instant().isBefore(Instant.ofEpochSecond(until))
        ? Optional.of(parts[1])
        : Optional.empty();
  }

  private String mac(long until, String tenantId, UUID recordingId) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(vault.installationKeyFor(PURPOSE), "HmacSHA256"));
      String text = until + "\n" + tenantId + "\n" + recordingId;
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the pass could not be signed", e);
    }
  }
}

package io.sightline.link;

import io.sightline.configuration.Settings;
import io.sightline.identity.KeyFile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals link codes and chat for the database (AES-256-GCM, bound to the call), under a key in
 * {@code keys/link-codes.key} below the home directory: who reads the database alone learns none.
 */
@ApplicationScoped
public class CodeSeal {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Settings settings;
  private SecretKeySpec key;

  protected CodeSeal() {
    // for the container's client proxy
  }

  @Inject
  public CodeSeal(Settings settings) {
    this.settings = settings;
  }

  /** The code as it is stored. */
  public String seal(LinkCode code, UUID callId) {
    return sealText(code.value(), callId.toString());
  }

  /**
   * The code again.
   *
   * @throws IllegalStateException when what is stored was not sealed for this call and key
   */
  public LinkCode unseal(String stored, UUID callId) {
    return new LinkCode(unsealText(stored, callId.toString()));
  }

  /** Any text as it is stored, bound to {@code context}: sealed for another, it does not open. */
  public String sealText(String text, String context) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, context);
      byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] stored = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, stored, nonce.length, sealed.length);
      return Base64.getEncoder().encodeToString(stored);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("AES-GCM is part of every JDK", impossible);
    }
  }

  /**
   * The text again.
   *
   * @throws IllegalStateException when what is stored was not sealed for this context and key
   */
  public String unsealText(String stored, String context) {
    byte[] bytes = Base64.getDecoder().decode(stored);
    byte[] nonce = Arrays.copyOf(bytes, NONCE);
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, context);
      return new String(cipher.doFinal(bytes, NONCE, bytes.length - NONCE), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException tampered) {
      throw new IllegalStateException("What is stored for " + context + " is broken", tampered);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private synchronized SecretKeySpec key() {
    if (key == null) {
      try {
        byte[] stored =
            KeyFile.readOrCreate(
                settings.home().resolve("keys").resolve("link-codes.key"), CodeSeal::fresh);
        key = new SecretKeySpec(stored, "AES");
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return key;
  }

  private static byte[] fresh() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}

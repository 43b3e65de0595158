package io.sightline.link;

import io.sightline.fault.Refusal;
import io.sightline.identity.Secret;
import java.util.regex.Pattern;

/** What a link's path ends with: 128 random bits, 22 characters of base64url. */
public record LinkCode(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{22}");

  /**
   * @throws Refusal with code {@code link.malformed} for a text that cannot be a code
   */
  public LinkCode {
    if (value == null || !shaped(value)) {
      throw Refusal.field("link.malformed", "code", "This link is not complete.");
    }
  }

  /** Whether a text can be a code. */
  public static boolean shaped(String text) {
    return SHAPE.matcher(text).matches();
  }

  /** A fresh one. */
  public static LinkCode random() {
    return new LinkCode(Secret.random(128));
  }

  /** As it is looked up by. */
  public String hash() {
    return Secret.hash(value);
  }

  /** Codes admit; they stay out of logs. */
  @Override
  public String toString() {
    return "LinkCode[hidden]";
  }
}

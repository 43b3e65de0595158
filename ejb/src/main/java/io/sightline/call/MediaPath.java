package io.sightline.call;

import java.util.Locale;

/** Where media flows. */
public enum MediaPath {
  /** Nowhere yet. */
  NONE,
  /** From browser to browser. */
  DIRECT,
  /** Through the media server. */
  FORWARDED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.sightline.call;

import java.util.Locale;

/** How far a call has come; it never goes back. */
public enum CallState {
  /** Made, and nobody has come yet. */
  CREATED,
  /** Somebody is there. */
  WAITING,
  /** Media has flowed between two. */
  ACTIVE,
  ENDED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}

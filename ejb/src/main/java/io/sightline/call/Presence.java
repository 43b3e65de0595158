package io.sightline.call;

import java.util.Locale;

/** How present a participant is in the call. */
public enum Presence {
  ABSENT,
  /** Connected, and has not entered yet. */
  LOBBY,
  JOINED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}

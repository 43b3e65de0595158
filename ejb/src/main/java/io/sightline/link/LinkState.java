package io.sightline.link;

import java.util.Locale;

/** Whether a link admits. */
public enum LinkState {
  ACTIVE,
  /** Its time ran out before the call had started. */
  EXPIRED,
  /** Its call is over. */
  ENDED,
  /** The agent has withdrawn it. */
  REVOKED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}

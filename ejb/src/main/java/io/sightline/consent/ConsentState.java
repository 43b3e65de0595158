package io.sightline.consent;

import java.util.Locale;

/** Whether a call may be recorded, as far as those who came by a link are concerned. */
public enum ConsentState {
  /** The tenant does not ask. */
  NOT_REQUIRED,
  /** Somebody in the call has not decided yet. */
  WAITING,
  /** Everybody in the call has agreed. */
  AGREED,
  /** Somebody in the call has declined. */
  DECLINED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package io.sightline.call;

import java.util.Locale;

/** Whether a host has let somebody into a meeting. */
public enum Admittance {
  /** At the door: gets no media and learns nothing of the others. */
  WAITING,
  ADMITTED,
  /** Sent away for good. */
  REMOVED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}

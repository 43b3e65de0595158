package io.sightline.tenant;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who decides whether a tenant's calls are recorded. */
public enum RecordingMode {
  /** Nothing is recorded. */
  OFF,
  /** The agent starts and stops. */
  AGENT_CONTROLLED,
  /** Every call is, from its first media to its end. */
  MANDATORY;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<RecordingMode> fromWire(String name) {
    return Arrays.stream(values()).filter(mode -> mode.wireName().equals(name)).findFirst();
  }
}

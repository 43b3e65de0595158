package io.sightline.media.transport;

import java.io.IOException;

/** A port that cannot be bound; the message names address, port, reason and remedy. */
public final class PortUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  PortUnavailableException(String what, IOException cause) {
    super(
        what
            + " ("
            + cause.getMessage()
            + "); set sightline.media.udp-port, sightline.media.udp-ports or"
            + " sightline.media.bind-address",
        cause);
  }

  /** Whether the port is another program's, and another number may do. */
  public boolean isTaken() {
    return String.valueOf(getCause().getMessage()).contains("in use");
  }

  /** Whether the address is none of this machine's, or not yet. */
  public boolean isForeign() {
    return String.valueOf(getCause().getMessage()).contains("assign");
  }
}

package io.sightline.web.signaling;

import io.sightline.call.Session;
import io.sightline.identity.Caller;
import java.security.Principal;

/** Whom the gate let through, on the way from the handshake to the socket. */
record SocketPrincipal(Caller caller, Session.Device device, String baseUrl, Resumption resumption)
    implements Principal {
  /** The same somebody, coming back. */
  SocketPrincipal with(Resumption coming) {
    return new SocketPrincipal(caller, device, baseUrl, coming);
  }

  @Override
  public String getName() {
    return caller.subject().toString();
  }
}

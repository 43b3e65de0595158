package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Optional;

/** A request's security context made of the caller whom its token names. */
public record CallerContext(Caller caller) implements SecurityContext {

  /**
   * The caller of a request that has passed {@link BearerFilter}.
   *
   * @throws Refusal of kind UNAUTHENTICATED when there is none
   */
  public static Caller of(SecurityContext context) {
    return find(context).orElseThrow(Refusal::unauthenticated);
  }

  /** The caller, if the request bore a token. */
  public static Optional<Caller> find(SecurityContext context) {
    return context.getUserPrincipal() instanceof Named named
        ? Optional.of(named.caller())
        : Optional.empty();
  }

  private record Named(Caller caller) implements Principal {
    @Override
    public String getName() {
      return caller.subject().toString();
    }
  }

  @Override
  public Principal getUserPrincipal() {
    return new Named(caller);
  }

  @Override
  public boolean isUserInRole(String role) {
    return Role.fromWire(role).filter(caller.roles()::contains).isPresent();
  }

  @Override
  public boolean isSecure() {
    return true;
  }

  @Override
  public String getAuthenticationScheme() {
    return "Bearer";
  }
}

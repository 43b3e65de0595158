package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import io.sightline.identity.AccessTokens;
import io.sightline.identity.Caller;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * Establishes the caller by the bearer token (RFC 6750) and compares roles with what the resource
 * method asks by {@link Allowed}. A method that is neither {@link Allowed} nor {@link Open} is
 * refused to everybody.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
@ApplicationScoped
public class BearerFilter implements ContainerRequestFilter {
  private static final String SCHEME = "Bearer ";

  @Context private ResourceInfo resource;
  @Inject private AccessTokens tokens;

  @Override
  public void filter(ContainerRequestContext request) {
    Method method = resource.getResourceMethod();
    if (method == null || "OPTIONS".equals(request.getMethod())) {
      return;
    }
    Optional<Caller> caller = bearer(request).map(tokens::verify);
    caller.ifPresent(known -> request.setSecurityContext(new CallerContext(known)));
    if (method.isAnnotationPresent(Open.class)) {
      return;
    }
    Allowed allowed = method.getAnnotation(Allowed.class);
    if (allowed == null) {
      throw Refusal.notAllowed();
    }
    caller.orElseThrow(Refusal::unauthenticated).require(allowed.value());
  }

  private static Optional<String> bearer(ContainerRequestContext request) {
    String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    return Optional.of(header.substring(SCHEME.length()).strip());
  }
}

package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import io.sightline.identity.AccessTokens;
import io.sightline.identity.AttemptLimiter;
import io.sightline.identity.Caller;
import io.sightline.link.LinkCode;
import io.sightline.link.Links;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
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
  @Context private HttpServletRequest servlet;
  @Inject private AccessTokens tokens;
  @Inject private Links links;
  @Inject private AttemptLimiter limiter;

  @Override
  public void filter(ContainerRequestContext request) {
    Method method = resource.getResourceMethod();
    if (method == null || "OPTIONS".equals(request.getMethod())) {
      return;
    }
    Allowed allowed = method.getAnnotation(Allowed.class);
    boolean linkCode = allowed != null && allowed.linkCode();
    Optional<Caller> caller =
        bearer(request)
            .map(
                token ->
                    linkCode && LinkCode.shaped(token)
                        ? holder(new LinkCode(token))
                        : tokens.verify(token));
    caller.ifPresent(known -> request.setSecurityContext(new CallerContext(known)));
    if (method.isAnnotationPresent(Open.class)) {
      return;
    }
    if (allowed == null) {
      throw Refusal.notAllowed();
    }
    caller.orElseThrow(Refusal::unauthenticated).require(allowed.value());
  }

  /** Unknown codes are counted like wrong passwords, and answered like wrong tokens. */
  private Caller holder(LinkCode code) {
    String key = "link:" + servlet.getRemoteAddr();
    limiter.requireFree(key);
    try {
      return links.holder(code);
    } catch (Refusal refusal) {
      if (refusal.kind() == Refusal.Kind.UNKNOWN) {
        limiter.failed(key);
        throw Refusal.unauthenticated();
      }
      throw refusal;
    }
  }

  private static Optional<String> bearer(ContainerRequestContext request) {
    String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    return Optional.of(header.substring(SCHEME.length()).strip());
  }
}

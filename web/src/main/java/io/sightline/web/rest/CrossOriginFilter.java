package io.sightline.web.rest;

import io.sightline.configuration.Settings;
import io.sightline.web.OriginRule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;

/**
 * Lets pages of the configured origins read the answers of {@link CrossOrigin} resources. Those use
 * bearer tokens and no cookies, hence no credentials are permitted.
 */
@Provider
@CrossOrigin
@ApplicationScoped
public class CrossOriginFilter implements ContainerResponseFilter {
  private static final String MINUTES_10 = "600";

  @Inject private Settings settings;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    String origin = request.getHeaderString("Origin");
    MultivaluedMap<String, Object> headers = response.getHeaders();
    headers.add(HttpHeaders.VARY, "Origin");
    boolean permitted =
        OriginRule.permits(
            origin,
            request.getUriInfo().getRequestUri().getScheme().equals("https"),
            request.getHeaderString(HttpHeaders.HOST),
            settings.allowedOrigins(),
            settings.publicUrl());
    if (!permitted) {
      return;
    }
    headers.putSingle("Access-Control-Allow-Origin", origin);
    headers.putSingle(
        "Access-Control-Expose-Headers",
        "Location, ETag, Link, Accept-Patch, Accept-Post, Retry-After");
    if (request.getMethod().equals("OPTIONS")) {
      headers.putSingle("Access-Control-Allow-Methods", "POST, PATCH, DELETE, OPTIONS");
      headers.putSingle("Access-Control-Allow-Headers", "authorization, content-type, if-match");
      headers.putSingle("Access-Control-Max-Age", MINUTES_10);
    }
  }
}

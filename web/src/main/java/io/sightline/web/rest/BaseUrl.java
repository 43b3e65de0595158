package io.sightline.web.rest;

import io.sightline.configuration.Settings;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;

/** Scheme, host and port by which links begin. */
public final class BaseUrl {
  private BaseUrl() {}

  /** The configured one, else the one by which this request came; no slash at the end. */
  public static String of(Settings settings, HttpServletRequest request) {
    return settings.publicUrl().map(URI::toString).orElseGet(() -> own(request));
  }

  private static String own(HttpServletRequest request) {
    String scheme = request.isSecure() ? "https" : "http";
    int port = request.getServerPort();
    boolean usual = port == ("https".equals(scheme) ? 443 : 80);
    return scheme + "://" + request.getServerName() + (usual ? "" : ":" + port);
  }
}

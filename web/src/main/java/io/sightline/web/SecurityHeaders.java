package io.sightline.web;

import io.sightline.configuration.Settings;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells browsers on every answer what pages may load and who may frame them. No inline script or
 * style is ever permitted; links travel in paths, hence no referrer.
 */
@WebFilter(
    filterName = "security-headers",
    urlPatterns = "/*",
    dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ERROR},
    asyncSupported = true)
public class SecurityHeaders implements Filter {
  static final String POLICY = "Content-Security-Policy";

  @Inject private Settings settings;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (response instanceof HttpServletResponse http) {
      if (!http.containsHeader(POLICY)) {
        http.setHeader(POLICY, policy(settings));
      }
      http.setHeader("Referrer-Policy", "no-referrer");
      http.setHeader("X-Content-Type-Options", "nosniff");
      http.setHeader("Strict-Transport-Security", "max-age=31536000");
      http.setHeader(
          "Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self)");
      http.setHeader("Cross-Origin-Opener-Policy", "same-origin-allow-popups");
    }
    chain.doFilter(request, response);
  }

  /** The content security policy of all pages. */
  static String policy(Settings settings) {
    return policy(settings, Optional.empty());
  }

  /** The policy of a page that one more web site may frame. */
  static String policy(Settings settings, Optional<String> framer) {
    String ancestors =
        Stream.concat(
                Stream.of("'self'"),
                Stream.concat(settings.frameAncestors().stream(), framer.stream()))
            .collect(Collectors.joining(" "));
    return "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
        + " media-src 'self' blob:; connect-src 'self' wss:; object-src 'none'; base-uri 'none';"
        + " form-action 'self'; frame-ancestors "
        + ancestors;
  }
}

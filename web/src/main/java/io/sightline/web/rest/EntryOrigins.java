package io.sightline.web.rest;

import io.sightline.configuration.Settings;
import io.sightline.queue.EntryPoints;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets the pages of those web sites begin calls that an entry point names, by the rules of
 * cross-origin requests (Fetch standard, section 3.2), and no others; without credentials.
 */
@WebFilter(filterName = "entry-origins", urlPatterns = "/api/entry-points/*", asyncSupported = true)
public class EntryOrigins implements Filter {
  private static final String ORIGIN = "Origin";
  private static final String PREFIX = "/api/entry-points/";

  @Inject private EntryPoints entries;
  @Inject private Settings settings;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest asked
        && response instanceof HttpServletResponse out) {
      out.addHeader("Vary", ORIGIN);
      Optional<String> foreign = foreign(asked, settings);
      boolean preflight = "OPTIONS".equals(asked.getMethod());
      if (foreign.isPresent() && !permits(asked, foreign.get())) {
        refuse(out);
        return;
      }
      foreign.ifPresent(origin -> out.setHeader("Access-Control-Allow-Origin", origin));
      if (preflight) {
        out.setHeader("Access-Control-Allow-Methods", "GET, POST");
        out.setHeader("Access-Control-Allow-Headers", "Content-Type");
        out.setHeader("Access-Control-Max-Age", "600");
        out.setStatus(HttpServletResponse.SC_NO_CONTENT);
        return;
      }
    }
    chain.doFilter(request, response);
  }

  /** The origin of another site's page; nothing for our own pages and for programs. */
  static Optional<String> foreign(HttpServletRequest request, Settings settings) {
    return Optional.ofNullable(request.getHeader(ORIGIN))
        .filter(
            origin ->
                !origin.equalsIgnoreCase(BaseUrl.of(settings, request))
                    && !origin.equalsIgnoreCase(
                        (request.isSecure() ? "https://" : "http://") + request.getHeader("Host")))
        .map(origin -> origin.toLowerCase(Locale.ROOT));
  }

  private boolean permits(HttpServletRequest request, String origin) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    String rest = path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : "";
    String id = rest.split("/", 2)[0];
    try {
      return entries.find(UUID.fromString(id)).filter(at -> at.entry().permits(origin)).isPresent();
    } catch (IllegalArgumentException notAnId) {
      return false;
    }
  }

  private static void refuse(HttpServletResponse out) throws IOException {
    UUID context = UUID.randomUUID();
    out.setStatus(HttpServletResponse.SC_FORBIDDEN);
    out.setContentType("application/json");
    out.setHeader("Cache-Control", "no-store");
    out.setHeader(ErrorBody.CORRELATION, context.toString());
    out.getWriter()
        .write(
            ErrorBody.body(
                    HttpServletResponse.SC_FORBIDDEN,
                    "origin.not.allowed",
                    "This web site is not among the entry point's origins.",
                    Map.of(),
                    context.toString())
                .toString());
  }
}

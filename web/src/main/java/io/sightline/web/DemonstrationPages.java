package io.sightline.web;

import io.sightline.configuration.Settings;
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

/**
 * Serves the demonstration's web sites where it is turned on, and nothing where it is not. The shop
 * has a policy as strict as a site with the visitor's button can have: what it names is all that
 * the button needs.
 */
@WebFilter(
    filterName = "demonstration-pages",
    urlPatterns = "/demonstration/*",
    asyncSupported = true)
public class DemonstrationPages implements Filter {
  private static final String SHOP_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'";

  @Inject private Settings settings;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest asked
        && response instanceof HttpServletResponse out) {
      if (!settings.demonstration()) {
        out.sendError(HttpServletResponse.SC_NOT_FOUND);
        return;
      }
      if (asked.getRequestURI().startsWith(asked.getContextPath() + "/demonstration/shop/")) {
        out.setHeader(SecurityHeaders.POLICY, SHOP_POLICY);
      }
    }
    chain.doFilter(request, response);
  }
}

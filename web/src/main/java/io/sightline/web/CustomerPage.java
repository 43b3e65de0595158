package io.sightline.web;

import io.sightline.configuration.Settings;
import io.sightline.link.LinkCode;
import io.sightline.queue.Visits;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Answers {@code /ve/{code}} with the customer's page, whatever the code: the page asks for
 * admission itself, so that guessing costs a rate-limited request.
 */
@WebServlet(name = "customer-page", urlPatterns = "/ve/*")
public class CustomerPage extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient Visits visits;
  @Inject private transient Settings settings;

  /** The web site whose button has begun this call may show it in a frame. */
  private Optional<String> framer(HttpServletRequest request) {
    String path = request.getPathInfo();
    if (path == null || !LinkCode.shaped(path.substring(1))) {
      return Optional.empty();
    }
    return visits.framer(new LinkCode(path.substring(1)));
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setHeader("Cache-Control", "no-store");
    framer(request)
        .ifPresent(
            site ->
                response.setHeader(
                    SecurityHeaders.POLICY, SecurityHeaders.policy(settings, Optional.of(site))));
    request.getRequestDispatcher("/customer/index.html").forward(request, response);
  }
}

package io.sightline.web.playback;

import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Sends the bodies of playback. The resource decides the head and leaves a {@link Player} with the
 * request; this filter hands it to a thread of its own when the resource has returned.
 */
@WebFilter(
    filterName = "playback-body",
    urlPatterns = {"/api/recordings/play/*", "/api/interactions/*", "/api/reports/calls/*"},
    asyncSupported = true)
public class PlaybackBody implements Filter {
  @Inject private Players players;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean begun = false;
    try {
      chain.doFilter(request, response);
      if (request.getAttribute(Players.ATTRIBUTE) instanceof Player player
          && response instanceof HttpServletResponse http
          && http.getStatus() < HttpServletResponse.SC_MULTIPLE_CHOICES) {
        players.send(player, request.startAsync());
        begun = true;
      }
    } finally {
      if (!begun && request.getAttribute(Players.ATTRIBUTE) instanceof Player player) {
        player.end(false);
      }
    }
  }
}

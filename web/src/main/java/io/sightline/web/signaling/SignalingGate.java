package io.sightline.web.signaling;

import io.sightline.call.Session;
import io.sightline.configuration.Settings;
import io.sightline.identity.Caller;
import io.sightline.signaling.SocketTickets;
import io.sightline.web.OriginRule;
import io.sightline.web.rest.BaseUrl;
import io.sightline.web.rest.ErrorBody;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets nobody upgrade without a ticket or the key of a session that broke (401) or from a foreign
 * page (403), before any socket exists. Who passed is the principal of the handshake.
 */
@WebFilter(filterName = "signaling-gate", urlPatterns = "/signaling", asyncSupported = true)
public class SignalingGate implements Filter {
  private static final String TICKET = "ticket.";
  private static final String PROTOCOLS = "Sec-WebSocket-Protocol";
  private static final int LONGEST_TICKET = 64;

  @Inject private SocketTickets tickets;
  @Inject private ResumableSockets resumable;
  @Inject private Settings settings;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    if (!originPermitted(http)) {
      refuse(answer, 403, "origin.not.allowed", "This page may not open the socket.");
      return;
    }
    Resumption resumption = Resumption.of(http.getHeader(PROTOCOLS));
    Optional<SocketPrincipal> principal =
        resumption.key() != null
            ? resumable.principal(resumption)
            : ticket(http)
                .flatMap(tickets::redeem)
                .map(caller -> arriving(http, caller, resumption));
    if (principal.isEmpty()) {
      refuse(answer, 401, "authentication.required", "Get a ticket first.");
      return;
    }
    chain.doFilter(new Admitted(http, principal.get()), response);
  }

  private SocketPrincipal arriving(HttpServletRequest http, Caller caller, Resumption resumption) {
    return new SocketPrincipal(
        caller,
        new Session.Device(
            UUID.randomUUID().toString(), http.getRemoteAddr(), http.getHeader("User-Agent")),
        BaseUrl.of(settings, http),
        resumption);
  }

  /** The page's origin must be the server's own or a configured one; programs send one too. */
  private boolean originPermitted(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    return OriginRule.permits(
        origin,
        request.isSecure(),
        request.getHeader("Host"),
        settings.allowedOrigins(),
        settings.publicUrl());
  }

  private static Optional<String> ticket(HttpServletRequest request) {
    String offered = request.getHeader(PROTOCOLS);
    if (offered == null) {
      return Optional.empty();
    }
    return Arrays.stream(offered.split(","))
        .map(String::strip)
        .filter(protocol -> protocol.startsWith(TICKET))
        .map(protocol -> protocol.substring(TICKET.length()))
        .filter(ticket -> !ticket.isEmpty() && ticket.length() <= LONGEST_TICKET)
        .findFirst();
  }

  private static void refuse(HttpServletResponse response, int status, String code, String text)
      throws IOException {
    String contextId = UUID.randomUUID().toString();
    response.setStatus(status);
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.setHeader(ErrorBody.CORRELATION, contextId);
    response.getWriter().write(ErrorBody.body(status, code, text, Map.of(), contextId).toString());
  }

  /** The request with the ticket's holder as its principal. */
  private static final class Admitted extends HttpServletRequestWrapper {
    private final Principal principal;

    Admitted(HttpServletRequest request, Principal principal) {
      super(request);
      this.principal = principal;
    }

    @Override
    public Principal getUserPrincipal() {
      return principal;
    }

    @Override
    public String getRemoteUser() {
      return principal.getName();
    }
  }
}

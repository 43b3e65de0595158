package io.sightline.web;

import io.sightline.web.rest.ErrorBody;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * What the container answers where no resource of ours has: a page for people, Genesys' shape of
 * errors for programs. Neither tells what has happened inside; that is in the log under the id that
 * programs are told.
 */
@WebServlet(name = "problem-page", urlPatterns = "/problem")
public class ProblemPage extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = System.getLogger(ProblemPage.class.getName());
  private static final String PAGE = "/problem/index.html";
  private static final String KIND = "kind=\"missing\"";

  /** The page, which tells of what is missing until it is told otherwise. */
  private String page;

  /** What a page says, which is less than a status does. */
  enum Kind {
    /** There is nothing at this address, for this person or at all. */
    MISSING,
    /** The request is not one that this address answers. */
    UNCLEAR,
    /** It has failed on our side and may succeed later. */
    FAILED;

    static Kind of(int status) {
      if (status >= 500) {
        return FAILED;
      }
      return switch (status) {
        case 401, 403, 404, 410 -> MISSING;
        default -> UNCLEAR;
      };
    }
  }

  @Override
  public void init(ServletConfig config) throws ServletException {
    super.init(config);
    try (InputStream in = config.getServletContext().getResourceAsStream(PAGE)) {
      if (in == null) {
        throw new FileNotFoundException(PAGE);
      }
      page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new ServletException(unreadable);
    }
  }

  /** Takes every method: an error is told to whatever was asked. */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer told
            ? told
            : HttpServletResponse.SC_NOT_FOUND;
    String contextId = UUID.randomUUID().toString();
    if (status >= 500) {
      LOG.log(
          Level.ERROR,
          "request failed contextId=" + contextId,
          request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable cause
              ? cause
              : null);
    }
    boolean program = wantsJson(path(request), request.getHeader("Accept"));
    byte[] body = program ? json(status, contextId) : html(Kind.of(status));
    response.setStatus(status);
    response.setHeader(ErrorBody.CORRELATION, contextId);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(program ? "application/json" : "text/html;charset=UTF-8");
    response.setContentLength(body.length);
    if (!"HEAD".equals(request.getMethod())) {
      response.getOutputStream().write(body);
    }
  }

  private static String path(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri
        ? uri.substring(request.getContextPath().length())
        : request.getServletPath();
  }

  /** The API's paths are for programs, others for those who do not ask for a page. */
  static boolean wantsJson(String path, String accept) {
    if (path.equals("/api") || path.startsWith("/api/") || path.equals("/signaling")) {
      return true;
    }
    String wanted = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
    return wanted.contains("json") && !wanted.contains("text/html");
  }

  private static byte[] json(int status, String contextId) {
    ErrorBody.Standard standard = ErrorBody.Standard.of(status);
    return ErrorBody.body(status, standard.code(), standard.message(), Map.of(), contextId)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] html(Kind kind) {
    return page.replace(KIND, "kind=\"" + kind.name().toLowerCase(Locale.ROOT) + '"')
        .getBytes(StandardCharsets.UTF_8);
  }
}

package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Every failure of a request as an answer in Genesys' error shape; inner causes go to the log. */
@Provider
@ApplicationScoped
public class ErrorMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = System.getLogger(ErrorMapper.class.getName());

  @Override
  public Response toResponse(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return ErrorBody.of(refusal);
      }
    }
    if (failure instanceof WebApplicationException web
        && web.getResponse().getStatus() < Response.Status.INTERNAL_SERVER_ERROR.getStatusCode()) {
      return framework(web.getResponse());
    }
    Response response = ErrorBody.of(500, "internal.error", "Something failed on the server.");
    LOG.log(
        Level.ERROR,
        "request failed contextId=" + response.getHeaderString(ErrorBody.CORRELATION),
        failure);
    return response;
  }

  private static Response framework(Response original) {
    int status = original.getStatus();
    if (status < 400) {
      return original;
    }
    return switch (status) {
      case 404 -> ErrorBody.of(status, "not.found", "There is no such resource.");
      case 405 -> ErrorBody.of(status, "method.not.allowed", "Use another method here.");
      case 406 -> ErrorBody.of(status, "not.acceptable", "There is no such representation.");
      case 415 -> ErrorBody.of(status, "unsupported.media.type", "Send application/json.");
      default -> ErrorBody.of(status, "bad.request", "The request cannot be understood.");
    };
  }
}

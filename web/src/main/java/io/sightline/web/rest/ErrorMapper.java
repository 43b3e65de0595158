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
    Response response = ErrorBody.of(500);
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
    return ErrorBody.of(status);
  }
}

package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;

/** Errors in Genesys' shape; the context id is in the log and in ININ-Correlation-Id as well. */
public final class ErrorBody {
  /** The response header that repeats the body's contextId. */
  public static final String CORRELATION = "ININ-Correlation-Id";

  private ErrorBody() {}

  /** What is said of a status that container or framework has chosen. */
  public record Standard(String code, String message) {
    public static Standard of(int status) {
      return switch (status) {
        case 401 -> new Standard("authentication.required", "Sign in to do this.");
        case 403 -> new Standard("not.allowed", "Your role does not permit this.");
        case 404 -> new Standard("not.found", "There is no such resource.");
        case 405 -> new Standard("method.not.allowed", "Use another method here.");
        case 406 -> new Standard("not.acceptable", "There is no such representation.");
        case 413 -> new Standard("body.too.large", "Send less at a time.");
        case 415 -> new Standard("unsupported.media.type", "Send application/json.");
        case 503 -> new Standard("unavailable", "Try again in some seconds.");
        default ->
            status < 500
                ? new Standard("bad.request", "The request cannot be understood.")
                : new Standard("internal.error", "Something failed on the server.");
      };
    }
  }

  /** The response to a refusal. */
  public static Response of(Refusal refusal) {
    int status = status(refusal.kind());
    JsonArrayBuilder details = Json.createArrayBuilder();
    refusal
        .field()
        .ifPresent(
            field ->
                details.add(
                    Json.createObjectBuilder()
                        .add("errorCode", refusal.code())
                        .add("fieldName", field)));
    Response.ResponseBuilder response =
        response(status, refusal.code(), refusal.getMessage(), refusal.parameters(), details);
    if (refusal.kind() == Refusal.Kind.UNAUTHENTICATED) {
      response.header("WWW-Authenticate", "Bearer");
    }
    if (refusal.kind() == Refusal.Kind.TOO_MANY || refusal.kind() == Refusal.Kind.UNAVAILABLE) {
      response.header("Retry-After", "30");
    }
    return response.build();
  }

  /** The response to a failure that has a status alone. */
  public static Response of(int status) {
    Standard standard = Standard.of(status);
    return of(status, standard.code(), standard.message());
  }

  /** The response to a failure that is not a refusal of the domain's. */
  public static Response of(int status, String code, String message) {
    return response(status, code, message, Map.of(), Json.createArrayBuilder()).build();
  }

  /** The body alone, for places without JAX-RS. */
  public static JsonObject body(
      int status, String code, String message, Map<String, String> params, String contextId) {
    return body(status, code, message, params, contextId, Json.createArrayBuilder());
  }

  private static JsonObject body(
      int status,
      String code,
      String message,
      Map<String, String> params,
      String contextId,
      JsonArrayBuilder details) {
    JsonObjectBuilder messageParams = Json.createObjectBuilder();
    params.forEach(messageParams::add);
    return Json.createObjectBuilder()
        .add("message", message)
        .add("code", code)
        .add("status", status)
        .add("messageWithParams", message)
        .add("messageParams", messageParams)
        .add("contextId", contextId)
        .add("details", details)
        .add("errors", Json.createArrayBuilder())
        .build();
  }

  private static Response.ResponseBuilder response(
      int status,
      String code,
      String message,
      Map<String, String> params,
      JsonArrayBuilder details) {
    String contextId = UUID.randomUUID().toString();
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(CORRELATION, contextId)
        .header("Cache-Control", "no-store")
        .entity(body(status, code, message, params, contextId, details).toString());
  }

  /** The status line for a kind of refusal. */
  public static int status(Refusal.Kind kind) {
    return switch (kind) {
      case MALFORMED -> 400;
      case UNACCEPTABLE -> 422;
      case UNAUTHENTICATED -> 401;
      case NOT_ALLOWED -> 403;
      case UNKNOWN -> 404;
      case CONFLICT -> 409;
      case GONE -> 410;
      case TOO_LARGE -> 413;
      case TOO_MANY -> 429;
      case UNAVAILABLE -> 503;
    };
  }
}

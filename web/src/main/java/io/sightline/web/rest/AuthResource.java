package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import io.sightline.identity.AttemptLimiter;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.identity.SignIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Signing in and out. Passwords are compared by the container and kept nowhere. */
@Path("auth")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Identity")
public class AuthResource {
  @Inject private SignIn signIn;
  @Inject private AttemptLimiter limiter;
  @Context private HttpServletRequest request;

  @POST
  @Path("token")
  @Open
  @Operation(
      summary = "Sign in",
      description =
          "Checks name and password against the server's user registry. After 10 failures within"
              + " 5 minutes of one name and address, 429.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "Credentials"),
              example = "{\"username\":\"agent1\",\"password\":\"…\"}"))
  @APIResponse(
      responseCode = "200",
      description =
          "{accessToken, tokenType, expiresIn (s), refreshToken, user:{id, name, email, roles,"
              + " tenantId}}",
      content = @Content(schema = @Schema(ref = "Tokens")))
  @APIResponse(responseCode = "401", description = "authentication.required, whatever was wrong")
  @APIResponse(responseCode = "429", description = "too.many.attempts")
  public Response token(InputStream body) {
    JsonBody json = JsonBody.read(body);
    String username = json.text("username", 100);
    String password = json.text("password", 200);
    String key = "login:" + username + "@" + request.getRemoteAddr();
    limiter.requireFree(key);
    Set<Role> roles = authenticate(username, password);
    if (roles.isEmpty()) {
      limiter.failed(key);
      throw Refusal.unauthenticated();
    }
    limiter.succeeded(key);
    return answer(signIn.signedIn(username, roles));
  }

  /** The roles the container gives, none when it refuses; the container's own session ends. */
  private Set<Role> authenticate(String username, String password) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    try {
      request.login(username, password);
      for (Role role : Role.values()) {
        if (!role.holdsLink() && request.isUserInRole(role.wireName())) {
          roles.add(role);
        }
      }
      request.logout();
    } catch (ServletException refused) {
      return Set.of();
    }
    return roles;
  }

  @POST
  @Path("refresh")
  @Open
  @Operation(
      summary = "Get fresh tokens",
      description =
          "Uses the refresh token up and gives another. Showing a used one ends all that came from"
              + " the same sign-in.")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "Refresh"), example = "{\"refreshToken\":\"…\"}"))
  @APIResponse(
      responseCode = "200",
      description = "As /api/auth/token",
      content = @Content(schema = @Schema(ref = "Tokens")))
  @APIResponse(responseCode = "401", description = "Unknown, used or expired")
  public Response refresh(InputStream body) {
    String token = JsonBody.read(body).text("refreshToken", 200);
    return answer(signIn.refresh(token).orElseThrow(Refusal::unauthenticated));
  }

  @POST
  @Path("logout")
  @Open
  @Operation(summary = "Sign out", description = "Ends all that came from the same sign-in.")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "Refresh"), example = "{\"refreshToken\":\"…\"}"))
  @APIResponse(responseCode = "204", description = "Done; also for an unknown token")
  public Response logout(InputStream body) {
    signIn.signOut(JsonBody.read(body).text("refreshToken", 200));
    return Response.noContent().build();
  }

  private static Response answer(SignIn.Tokens tokens) {
    JsonObject json =
        Json.createObjectBuilder()
            .add("accessToken", tokens.accessToken())
            .add("tokenType", "Bearer")
            .add("expiresIn", tokens.expiresIn().toSeconds())
            .add("refreshToken", tokens.refreshToken())
            .add("user", user(tokens.user()))
            .build();
    return Response.ok(json.toString()).header("Cache-Control", "no-store").build();
  }

  /** A user as the API shows one. */
  static JsonObjectBuilder user(Caller user) {
    JsonArrayBuilder roles = Json.createArrayBuilder();
    user.roles().stream().sorted().map(Role::wireName).forEach(roles::add);
    return Json.createObjectBuilder()
        .add("id", user.subject().toString())
        .add("name", user.name())
        .add("email", user.email() == null ? "" : user.email())
        .add("roles", roles)
        .add("tenantId", user.tenant().value());
  }
}

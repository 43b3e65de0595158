package io.sightline.web.rest;

import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Accounts. */
@Path("users")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Identity")
@SecurityRequirement(name = ApiApplication.BEARER)
public class UserResource {
  @Context private SecurityContext security;

  @GET
  @Path("me")
  @Allowed(Permission.OWN_ACCOUNT)
  @Operation(summary = "The caller's own account")
  @APIResponse(
      responseCode = "200",
      description = "{id, name, email, roles, tenantId, selfUri}",
      content = @Content(schema = @Schema(ref = "User")))
  public Response me() {
    Caller caller = CallerContext.of(security);
    return Response.ok(AuthResource.user(caller).add("selfUri", "/api/users/me").build().toString())
        .build();
  }
}
